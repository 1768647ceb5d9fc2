<?php
// A sample business system, one page, with both buttons. Its owner has set Usher's addresses, the key and, since it has
// no sign-in of its own, who is signed in. `invite.php` beside it is what README.md shows.
[$site, $key, $secret, $member] = array_map('getenv', ['USHER_SITE', 'USHER_KEY', 'USHER_SECRET', 'USHER_MEMBER']);
if ($_SERVER['REQUEST_METHOD'] === 'POST') {
    // Nobody else's page may make links in the names of those who are signed in here.
    if (($_SERVER['HTTP_ORIGIN'] ?? '') !== "http://{$_SERVER['HTTP_HOST']}") {
        http_response_code(403);
        exit;
    }
    require 'invite.php';
    exit;
}
$query = '/usher/invite?' . http_build_query(['system' => $key, 'member' => $member, 'expires' => time() + 300]);
$link = "$site$query&signature=" . hash_hmac('sha256', $query, $secret);
header('Cache-Control: no-store');
?>
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Staff portal</title>
<h1>Staff portal</h1>
<p>Signed in: <?= htmlspecialchars($member) ?></p>
<p><button type="button" data-usher-invite="<?= htmlspecialchars($_SERVER['SCRIPT_NAME']) ?>">Invite somebody</button>
<p><a href="<?= htmlspecialchars($link) ?>">Invite somebody, on Usher’s page</a>
<script src="<?= htmlspecialchars($site) ?>/assets/invite-button.js" defer></script>
</html>

<?php
// One application through a link that asks for approval, as apply.c: the same statements in the same order, through
// the same write gate, with the same answer, by the means that PHP brings along.

declare(strict_types=1);

require __DIR__ . '/site.php';

const BASE32 = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LONGEST_NAME = 800, LONGEST_EMAIL = 254, LINK_QUOTA = 20, ADDRESS_QUOTA = 20;

/** The code in its own spelling; null where the check character (Luhn mod 32) does not fit. */
function foldCode(string $typed): ?string
{
    $code = strtr(strtoupper($typed), ['O' => '0', 'I' => '1', 'L' => '1', '-' => '', ' ' => '']);
    if (strlen($code) !== 13 || strspn($code, BASE32) !== 13) {
        return null;
    }
    $sum = 0;
    for ($place = 0; $place < 12; $place++) {
        $weighed = strpos(BASE32, $code[$place]) * ($place % 2 + 1);
        $sum += intdiv($weighed, 32) + $weighed % 32;
    }
    return strpos(BASE32, $code[12]) === (32 - $sum % 32) % 32
        ? substr($code, 0, 4) . '-' . substr($code, 4, 4) . '-' . substr($code, 8) : null;
}

function spell(int $number, int $characters): string
{
    for ($text = ''; $characters-- > 0;) {
        $text .= BASE32[$number >> 5 * $characters & 31];
    }
    return $text;
}

/** Five bits a character. */
function randomText(int $characters): string
{
    return spell(random_int(0, (1 << 5 * $characters) - 1), $characters);
}

/** 45 bits of milliseconds and 80 random bits. */
function newId(): string
{
    return spell((int) (microtime(true) * 1000), 9) . randomText(8) . randomText(8);
}

/** Each two and three neighbours within a word, each once, in hexadecimal. */
function searchTokens(string ...$texts): string
{
    $tokens = [];
    foreach ($texts as $text) {
        foreach (explode(' ', $text) as $word) {
            $hexadecimal = bin2hex($word);
            for ($place = 0, $end = strlen($hexadecimal); $place + 4 <= $end; $place += 2) {
                $tokens[substr($hexadecimal, $place, 4)] = true;
                if ($place + 6 <= $end) {
                    $tokens[substr($hexadecimal, $place, 6)] = true;
                }
            }
        }
    }
    return implode(' ', array_keys($tokens));
}

function departmentPath(Site $site, ?string $department): string
{
    return $department === null ? '' : implode(' / ', array_column($site->rows(
        'WITH RECURSIVE up (id, name, parent, depth) AS (
  SELECT id, name, parent, 0 FROM department WHERE id = ?
  UNION ALL
  SELECT above.id, above.name, above.parent, up.depth + 1
  FROM department above JOIN up ON above.id = up.parent
)
SELECT id, name FROM up ORDER BY depth DESC', $department), 1));
}

/** How many came from there within ten minutes, with this one. */
function takeQuota(Site $site, string $subject, int $now): int
{
    return $site->value(
        'INSERT INTO quota (subject, since, taken) VALUES (?, ?, 1)
ON CONFLICT (subject) DO UPDATE SET
  taken = CASE WHEN quota.since <= ? THEN 1 ELSE quota.taken + 1 END,
  since = CASE WHEN quota.since <= ? THEN excluded.since ELSE quota.since END
RETURNING taken, since', $subject, $now, $now - 600, $now - 600);
}

/** Each line's digest covers the line before it. */
function appendAudit(Site $site, string $actor, string $verb, string $kind, string $subject, int $now): void
{
    [$number, $previous] = $site->row('SELECT number, digest FROM audit_head');
    $number += 1;
    $id = newId();
    $digest = digest(implode("\x1F", [$previous, $number, $id, $now, $actor, $verb, $kind, $subject]));
    $site->rows(
        'INSERT INTO audit_log (id, at, actor, verb, subject_kind, subject, number, digest)
VALUES (?, ?, ?, ?, ?, ?,
  ?, ?)', $id, $now, $actor, $verb, $kind, $subject, $number, $digest);
    $site->rows('UPDATE audit_head SET number = ?, digest = ?', $number, $digest);
}

if ($_SERVER['REQUEST_METHOD'] !== 'POST') {
    refuse(405);
}
$site = new Site();
if (($_SERVER['HTTP_SEC_FETCH_SITE'] ?? '') !== 'same-origin') {
    refuse(403);
}
$now = time();
$code = foldCode($_POST['code'] ?? '') ?? refuse(404);
[$invitation, $code, $label, $inviter, $inviterName, $department, , $requiresApproval, , $notBefore, $expires,
    $maxUses, $reserved, $completed, $revoked] = $site->row(
    'SELECT invitation.id, code, label, inviter, account.name, invitation.department, invitation.language,
requires_approval, invitation.created, not_before, expires, max_uses, uses_reserved,
uses_completed, revoked, printed FROM invitation JOIN account ON account.id = invitation.inviter '
    . 'WHERE code = ?', $code) ?? refuse(404);
$path = departmentPath($site, $department);
if ($revoked !== null || $expires !== null && $expires <= $now || $notBefore !== null && $notBefore > $now
    || $maxUses !== null && $reserved + $completed >= $maxUses) {
    refuse(410);
}
$name = trim($_POST['name'] ?? '');
$email = trim($_POST['email'] ?? '');
if ($name === '' || strlen($name) > LONGEST_NAME || strlen($email) > LONGEST_EMAIL
    || !preg_match('/^[^@\s]+@[^@\s.]+(\.[^@\s.]+)+$/D', $email)) {
    refuse(422);
}
// As apply.c: accents are not folded, and not taken.
if (!$requiresApproval || preg_match('/[\x80-\xFF]/', $name)) {
    refuse(501);
}
$key = strtolower($email);
$nameKey = strtolower(preg_replace('/\s+/', ' ', $name));
$token = sodium_bin2base64(random_bytes(32), SODIUM_BASE64_VARIANT_URLSAFE_NO_PADDING);
$id = newId();
$reference = randomText(4) . '-' . randomText(4);
$language = $site->settings['language'] ?? 'en';

$site->write(function () use (
    $site, $now, $invitation, $code, $label, $inviter, $inviterName, $department, $path, $name, $nameKey, $email,
    $key, $token, $id, $reference, $language
) {
    if (takeQuota($site, "link $code", $now) > LINK_QUOTA) {
        refuse(501);
    }
    if (takeQuota($site, "apply {$_SERVER['REMOTE_ADDR']}", $now) > ADDRESS_QUOTA) {
        refuse(429);
    }
    if ($site->row(
            'SELECT id, login, name, email, kind, department, is_administrator, language, state, '
            . 'must_change_password, created FROM account
WHERE email_key = ? AND kind = \'personal\' AND state <> \'removed\'', $key)
        || $site->row('SELECT 1 FROM application
WHERE email_key = ? AND state = \'pending\' AND id <> ?', $key, '')) {
        refuse(501);
    }
    $site->row(
        'UPDATE invitation SET
  uses_reserved = uses_reserved + ?,
  uses_completed = uses_completed + ?
WHERE id = ? AND requires_approval = ? AND revoked IS NULL
  AND COALESCE(department, \'\') = ?
  AND (not_before IS NULL OR not_before <= ?)
  AND (expires IS NULL OR expires > ?)
  AND (max_uses IS NULL OR uses_reserved + uses_completed < max_uses)
RETURNING CASE WHEN uses_reserved + uses_completed >= max_uses THEN 1 ELSE 0 END',
        1, 0, $invitation, 1, $department ?? '', $now, $now) ?? refuse(410);
    $number = $site->value(
        'INSERT INTO application (id, reference, token_digest, invitation, invitation_label, inviter,
  inviter_name, department, department_path, requires_approval, name, name_key, email,
  email_key, language, applied, state, decided, approver_name, reason, number)
VALUES (?, ?, ?,
  ?, ?, ?,
  ?, ?, ?,
  ?, ?, ?,
  ?, ?, ?,
  ?, ?, ?,
  ?, ?,
  (SELECT COALESCE(MAX(number), 0) + 1 FROM application))
RETURNING number', $id, $reference, digest($token), $invitation, $label, $inviter, $inviterName, $department,
        $path, 1, $name, $nameKey, $email, $key, $language, $now, 'pending', null, null, null);
    $site->rows(
        'INSERT INTO application_gram (rowid, tokens) VALUES (?, ?)', $number, searchTokens($nameKey, $key));
    appendAudit($site, 'applicant', 'apply', 'application', $id, $now);
    // Nobody is told of it.
    if ($site->row('SELECT id, address, events, state, created FROM webhook WHERE state = \'active\' ORDER BY id')) {
        refuse(501);
    }
});

preg_match('~^(https?)://[^/]+~', $site->settings['base_address'], $origin);
header("Location: $origin[0]/usher/application/$token", response_code: 303);
header("Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    . "form-action 'self'; frame-ancestors 'none'; base-uri 'none'");
header('X-Content-Type-Options: nosniff');
header('Referrer-Policy: same-origin');
header('Cross-Origin-Opener-Policy: same-origin');
header('Cache-Control: no-store');
if ($origin[1] === 'https') {
    header('Strict-Transport-Security: max-age=31536000');
}

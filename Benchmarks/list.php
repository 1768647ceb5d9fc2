<?php
// The first page of all applications, 50 rows, as list.c: the same statements in the same order. The page is
// `list.page.php`, an ordinary template that requests.py makes of what usher.cgi shows.

declare(strict_types=1);

require __DIR__ . '/site.php';

const ROWS = 50;

function e(?string $text): string
{
    return htmlspecialchars($text ?? '', ENT_QUOTES | ENT_SUBSTITUTE);
}

/** An address may break after each `.` and `@`. */
function email(string $text): string
{
    return strtr(e($text), ['.' => '.<wbr>', '@' => '@<wbr>']);
}

/** In full as the title, and as short as it can be understood. */
function moment(int $seconds): string
{
    static $today = null, $yesterday = null, $year = null;
    $today ??= date('Y-m-d');
    $yesterday ??= date('Y-m-d', strtotime('yesterday noon'));
    $year ??= substr($today, 0, 4);
    [$day, $inFull, $offset, $time, $ofYear, $date] = explode('|', date('Y-m-d|j F Y, H:i|P|H:i|j F|j F Y', $seconds));
    $shown = match (true) {
        $day === $today => "today, $time",
        $day === $yesterday => "yesterday, $time",
        str_starts_with($day, $year) => $ofYear,
        default => $date,
    };
    [$hours, $minutes] = explode(':', substr($offset, 1));
    $zone = $offset === '+00:00' ? 'UTC' : 'UTC' . ($offset[0] === '-' ? '−' : '+') . (int) $hours
        . ($minutes === '00' ? '' : ":$minutes");
    return '<time datetime="' . gmdate('Y-m-d\TH:i:s\Z', $seconds) . "\" title=\"$inFull ($zone)\">$shown</time>";
}

/** Whether an administrator is signed in. */
function checkSession(Site $site, int $now): void
{
    $account = $site->row(
        'SELECT id, login, name, email, kind, department, is_administrator, language, state, '
        . 'must_change_password, created, seen, access FROM account JOIN (
  SELECT account AS owner, seen, access FROM session WHERE token_digest = ?
    AND seen > ? AND created > ?
    AND awaits_code = 0
) live ON live.owner = account.id
WHERE state || \'\' = \'active\'', digest($_COOKIE['__Host-usher'] ?? ''), $now - 1800, $now - 28800);
    if (!$account || !$account[6] || $account[9]) {
        refuse(403);
    }
}

if ($_SERVER['REQUEST_METHOD'] !== 'GET') {
    refuse(405);
}
$site = new Site();
$now = time();
checkSession($site, $now);
$applications = $site->rows(
    'SELECT id, reference, invitation, invitation_label, inviter, inviter_name, department,
department_path, requires_approval, name, email, language, applied, state, decided,
approver_name, reason FROM application ORDER BY applied DESC, id DESC LIMIT ?', ROWS + 1);
$inviters = $site->rows(
    'SELECT id, login, name, email, kind, department, is_administrator, language, state, '
    . 'must_change_password, created FROM account
WHERE is_administrator = 1 AND state <> \'removed\' ORDER BY name, id');
if ($site->value('SELECT COUNT(*) FROM department') > 100) {
    refuse(501);
}
$departments = $site->rows(
    'WITH RECURSIVE tree (id, name, parent, path) AS (
  SELECT id, name, parent, name FROM department WHERE parent IS NULL
  UNION ALL
  SELECT child.id, child.name, child.parent, tree.path || ? || child.name
  FROM department child JOIN tree ON child.parent = tree.id
)
SELECT id, name, parent, path FROM tree ORDER BY path', ' / ');
$pending = $site->value("SELECT COUNT(*) FROM (SELECT 1 FROM application WHERE state = 'pending' LIMIT 1000)");
$shown = array_slice($applications, 0, ROWS);
if (!$shown) {
    refuse(501);
}
ob_start();
require __DIR__ . '/list.page.php';

<?php
// What the two pages in PHP share, as site.h does for the programs in C: the site, its settings and its database,
// with the same pragmas. PHP-FPM keeps the connection between requests, which PDO can; it cannot keep statements.

declare(strict_types=1);

const SCHEMA_VERSION = 6;

function refuse(int $status): never
{
    http_response_code($status);
    header('Content-Type: text/plain');
    exit("$status\n");
}

/** As the database has a token. */
function digest(string $text): string
{
    return sodium_bin2base64(
        sodium_crypto_generichash($text), SODIUM_BASE64_VARIANT_URLSAFE_NO_PADDING);
}

final class Site
{
    public readonly string $database;
    /** @var array<string, string> */
    public readonly array $settings;
    private readonly PDO $connection;
    /** @var array<string, PDOStatement> */
    private array $prepared = [];

    public function __construct()
    {
        $folder = dirname(__DIR__);
        $configuration = file_get_contents("$folder/usher.conf");
        $file = preg_match('/^\s*database\s*=\s*(.+)$/m', $configuration, $found) ? $found[1] : 'usher.db';
        $this->database = $file[0] === '/' ? $file : "$folder/$file";
        $this->connection = new PDO("sqlite:$this->database", options: [
            PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION,
            PDO::ATTR_DEFAULT_FETCH_MODE => PDO::FETCH_NUM,
            PDO::ATTR_TIMEOUT => 15,
            PDO::ATTR_PERSISTENT => PHP_SAPI === 'fpm-fcgi',
        ]);
        // One that was kept has them already. PDO does not say which is new, but keeps this attribute with it; names of
        // columns, which it is about, are used nowhere here.
        if ($this->connection->getAttribute(PDO::ATTR_CASE) !== PDO::CASE_LOWER) {
            $this->connection->setAttribute(PDO::ATTR_CASE, PDO::CASE_LOWER);
            $this->connection->exec(
                'PRAGMA journal_mode=' . (self::hasSafeWAL() ? 'WAL' : 'TRUNCATE') . '; PRAGMA synchronous=FULL; '
                . 'PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON; PRAGMA trusted_schema=OFF');
        }
        if ($this->value('SELECT MAX(version) FROM schema_version') !== SCHEMA_VERSION) {
            refuse(503);
        }
        $this->settings = array_column($this->rows('SELECT name, value FROM setting ORDER BY name'), 1, 0);
        if (isset($this->settings['time_zone'])) {
            date_default_timezone_set($this->settings['time_zone']);
        }
    }

    /** Versions without the WAL-reset bug. */
    private static function hasSafeWAL(): bool
    {
        $version = SQLite3::version()['versionNumber'];
        return $version >= 3051003 || ($version >= 3050007 && $version < 3051000)
            || ($version >= 3044006 && $version < 3045000);
    }

    public function rows(string $text, int|string|null ...$values): array
    {
        $statement = $this->prepared[$text] ??= $this->connection->prepare($text);
        foreach ($values as $place => $value) {
            $statement->bindValue($place + 1, $value, match (true) {
                is_int($value) => PDO::PARAM_INT,
                $value === null => PDO::PARAM_NULL,
                default => PDO::PARAM_STR,
            });
        }
        $statement->execute();
        $rows = $statement->fetchAll();
        $statement->closeCursor();
        return $rows;
    }

    /** The first row, null where there is none. */
    public function row(string $text, int|string|null ...$values): ?array
    {
        return $this->rows($text, ...$values)[0] ?? null;
    }

    public function value(string $text, int|string|null ...$values): int|string|null
    {
        return $this->rows($text, ...$values)[0][0] ?? null;
    }

    /** One transaction, through the write gate. What an exception leaves open is rolled back. */
    public function write(callable $body): void
    {
        $gate = fopen("$this->database.gate", 'c');
        if (!flock($gate, LOCK_EX)) {
            refuse(503);
        }
        $this->connection->exec('BEGIN IMMEDIATE');
        try {
            $body();
            $this->connection->exec('COMMIT');
        } catch (Throwable $error) {
            $this->connection->exec('ROLLBACK');
            throw $error;
        } finally {
            flock($gate, LOCK_UN);
        }
    }
}

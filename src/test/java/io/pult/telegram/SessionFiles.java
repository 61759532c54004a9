package io.pult.telegram;

import io.pult.mtproto.crypto.AuthKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;

/** Files as other clients write them, and as nobody should. */
final class SessionFiles {
    static final List<String> PYROGRAM = List.of(
            "CREATE TABLE sessions (dc_id INTEGER PRIMARY KEY, api_id INTEGER, test_mode INTEGER, auth_key BLOB,"
                    + " date INTEGER NOT NULL, user_id INTEGER, is_bot INTEGER)",
            "CREATE TABLE peers (id INTEGER PRIMARY KEY, access_hash INTEGER, type INTEGER NOT NULL, username TEXT,"
                    + " phone_number TEXT, last_update_on INTEGER)",
            "CREATE TABLE version (number INTEGER PRIMARY KEY)",
            "INSERT INTO version VALUES (3)");
    static final List<String> TELETHON = List.of(
            "CREATE TABLE sessions (dc_id integer primary key, server_address text, port integer, auth_key blob,"
                    + " takeout_id integer)",
            "CREATE TABLE entities (id integer primary key, hash integer not null, username text, phone integer, name text,"
                    + " date integer)",
            "CREATE TABLE version (version integer primary key)",
            "INSERT INTO version VALUES (7)");

    private SessionFiles() {}

    static byte[] pyrogram(AuthKey key, int dc, long user, boolean bot) {
        return with(
                PYROGRAM,
                key,
                "INSERT INTO sessions VALUES (" + dc + ", 17, 0, ?, 1, " + user + ", " + (bot ? 1 : 0) + ")",
                """
                INSERT INTO peers VALUES (777000, 4242, 'user', NULL, NULL, 1), (-1001500000001, 99, 'channel', NULL, NULL, 1),
                    (-42, 7, 'group', NULL, NULL, 1), (5, NULL, 'user', NULL, NULL, 1)""");
    }

    static byte[] telethon(AuthKey key, int dc) {
        return with(
                TELETHON,
                key,
                "INSERT INTO sessions VALUES (" + dc + ", '127.0.0.1', 443, ?, NULL)",
                "INSERT INTO entities VALUES (777000, 4242, NULL, NULL, 'Telegram', 1)");
    }

    static byte[] with(List<String> tables, AuthKey key, String session, String... more) {
        try {
            Path file = Files.createTempFile("pult-test", ".session");
            try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
                for (String table : tables) {
                    connection.createStatement().execute(table);
                }
                try (var insert = connection.prepareStatement(session)) {
                    if (session.contains("?")) {
                        insert.setBytes(1, key.secret());
                    }
                    insert.execute();
                }
                for (String each : more) {
                    connection.createStatement().execute(each);
                }
            }
            byte[] bytes = Files.readAllBytes(file);
            Files.delete(file);
            return bytes;
        } catch (IOException | SQLException e) {
            throw new AssertionError(e);
        }
    }
}

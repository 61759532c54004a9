package io.pult.telegram;

import io.pult.bus.Failure;
import io.pult.mtproto.KnownPeer;
import io.pult.mtproto.KnownPeer.Kind;
import io.pult.mtproto.crypto.AuthKey;
import io.pult.mtproto.format.Format;
import io.pult.mtproto.format.ImportedSession;
import io.pult.mtproto.format.RefusedSession;
import io.pult.mtproto.format.SessionStrings;
import io.pult.mtproto.transport.Address;
import io.pult.telegram.SessionIntake.Brought;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteLimits;

/**
 * The {@code .session} file of another client: a database of SQLite, told apart by the columns of its table {@code sessions}. Pyrogram
 * and Kurigram have {@code test_mode} (pyrogram/storage/sqlite_storage.py), Telethon has {@code server_address} without it
 * (telethon/sessions/sqlite.py). Blocks.
 *
 * <p>The file is a stranger's: it is opened for reading alone, plain tables of it are read and nothing else, and what takes long
 * is broken off.
 */
final class SessionFile {
    private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
    private static final int MOST_BYTES = 1 << 20;
    private static final int MOST_PEERS = 1_024;
    private static final int A_LOOK = 10_000;
    private static final int MOST_LOOKS = 500;
    /** What Pyrogram and Telethon take from a channel's id to mark it. */
    private static final long CHANNELS = -1_000_000_000_000L;

    private final Statement statement;
    private final Set<String> tables;

    private SessionFile(Statement statement, Set<String> tables) {
        this.statement = statement;
        this.tables = tables;
    }

    /** @throws Failure UNPROCESSABLE {@code session_file.foreign}, {@code session_file.no_session}, {@code session.…} */
    static Brought read(byte[] bytes) throws IOException {
        if (bytes.length > MOST_BYTES
                || bytes.length < MAGIC.length
                || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw foreign();
        }
        Path file = Files.createTempFile(
                "pult-import",
                ".session",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.write(file, bytes);
            return read(file);
        } finally {
            Files.delete(file);
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private static Brought read(Path file) {
        String url = "jdbc:sqlite:file:" + file + "?mode=ro&immutable=1";
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            var limited = connection.unwrap(SQLiteConnection.class);
            limited.setLimit(SQLiteLimits.SQLITE_LIMIT_LENGTH, MOST_BYTES);
            limited.setLimit(SQLiteLimits.SQLITE_LIMIT_ATTACHED, 0);
            ProgressHandler.setHandler(connection, A_LOOK, new Patience());
            statement.execute("PRAGMA trusted_schema = OFF");
            statement.execute("PRAGMA query_only = ON");
            statement.execute("PRAGMA cell_size_check = ON");
            return new SessionFile(statement, plainTables(statement)).session();
        } catch (SQLException e) {
            // Its message quotes what is in the file.
            throw foreign();
        }
    }

    /** Breaks a statement off that goes on and on. */
    private static final class Patience extends ProgressHandler {
        private int looks;

        @Override
        protected int progress() {
            return ++looks > MOST_LOOKS ? 1 : 0;
        }
    }

    /** Views and virtual tables under the names of tables would have something executed. */
    private static Set<String> plainTables(Statement statement) throws SQLException {
        var names = new HashSet<String>();
        try (ResultSet rows = statement.executeQuery("""
                SELECT name FROM sqlite_master
                WHERE type = 'table' AND rootpage > 0 AND name IN ('sessions', 'peers', 'entities')""")) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }

    private Brought session() throws SQLException {
        Set<String> columns = tables.contains("sessions") ? columns("sessions") : Set.of();
        if (!columns.contains("dc_id") || !columns.contains("auth_key")) {
            throw foreign();
        }
        boolean pyrogram = columns.contains("test_mode");
        if (!pyrogram && !columns.contains("server_address")) {
            throw foreign();
        }
        ImportedSession session = pyrogram
                ? one("Pyrogram", "test_mode, user_id, is_bot, NULL, NULL")
                : one("Telethon", "NULL, NULL, NULL, server_address, port");
        return new Brought(session, pyrogram ? peers("peers", "access_hash") : peers("entities", "hash"));
    }

    private Set<String> columns(String table) throws SQLException {
        var names = new HashSet<String>();
        try (ResultSet rows = statement.executeQuery("PRAGMA table_info(" + table + ")")) {
            while (rows.next()) {
                names.add(rows.getString("name").toLowerCase(Locale.ROOT));
            }
        }
        return names;
    }

    private ImportedSession one(String origin, String more) throws SQLException {
        try (ResultSet rows = statement.executeQuery("SELECT dc_id, auth_key, " + more
                + " FROM sessions WHERE typeof(auth_key) = 'blob' AND length(auth_key) > 0 LIMIT 2")) {
            if (!rows.next()) {
                throw Failure.unprocessable(
                        "session_file.no_session",
                        "Nobody is signed in in this file; if its program still runs, end it first");
            }
            int dc = rows.getInt(1);
            byte[] key = rows.getBytes(2);
            boolean test = rows.getInt(3) == 1;
            long user = rows.getLong(4);
            boolean bot = rows.getInt(5) == 1;
            Address address = address(rows.getString(6), rows.getInt(7));
            if (rows.next()) {
                throw Failure.unprocessable(
                        "session_file.several", "This file has several sessions; bring each by itself");
            }
            return checked(origin, dc, key, test, user, bot, address);
        }
    }

    private static @Nullable Address address(@Nullable String host, int port) {
        return host == null || host.isBlank() || port < 1 || port > 0xffff ? null : new Address(host, port);
    }

    /** By the rules that hold for strings: it is written as one and read again. */
    private static ImportedSession checked(
            String origin, int dc, byte[] key, boolean test, long user, boolean bot, @Nullable Address address) {
        try {
            var written = new ImportedSession(
                    origin,
                    dc,
                    test,
                    AuthKey.of(key),
                    null,
                    user == 0 ? null : user,
                    bot,
                    address == null ? new Address("127.0.0.1", 443) : address);
            ImportedSession read = SessionStrings.read(SessionStrings.write(Format.MTCUTE, written));
            return new ImportedSession(
                    origin, read.dc(), read.test(), read.key(), null, read.userId(), read.bot(), address);
        } catch (IllegalArgumentException e) {
            throw Failure.unprocessable("session.key", "The key in the file cannot be one");
        } catch (RefusedSession refused) {
            throw Failure.unprocessable(
                    "session." + refused.reason().name().toLowerCase(Locale.ROOT),
                    "The session in the file is damaged");
        }
    }

    /** Whom its client knew; without them everybody has to be looked up anew. */
    private List<KnownPeer> peers(String table, String hash) throws SQLException {
        if (!tables.contains(table) || !columns(table).containsAll(Set.of("id", hash))) {
            return List.of();
        }
        var peers = new ArrayList<KnownPeer>();
        try (ResultSet rows =
                statement.executeQuery("SELECT id, " + hash + " FROM " + table + " WHERE typeof(id) = 'integer'"
                        + " AND typeof(" + hash + ") = 'integer' AND " + hash + " <> 0 LIMIT " + MOST_PEERS)) {
            while (rows.next()) {
                long id = rows.getLong(1);
                if (id > 0) {
                    peers.add(new KnownPeer(Kind.USER, id, rows.getLong(2)));
                } else if (id < CHANNELS) {
                    peers.add(new KnownPeer(Kind.CHANNEL, CHANNELS - id, rows.getLong(2)));
                }
            }
        }
        return peers;
    }

    private static Failure foreign() {
        return Failure.unprocessable(
                "session_file.foreign", "This is no .session file of Pyrogram, Kurigram or Telethon, or it is damaged");
    }
}

package io.pult.contract.telegram;

import io.pult.bus.Failure;
import io.pult.bus.Op;
import io.pult.bus.Page;
import io.pult.contract.telegram.AccountImport.Line;
import io.pult.contract.telegram.TelegramAccount.State;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Sessions that were signed in elsewhere. Whoever brings one says that it is used nowhere else from then on: a key that is used
 * from two places is lost for good, by Telegram's rules. A session is refused with UNPROCESSABLE {@code session.empty},
 * {@code session.too_long}, {@code session.not_a_string}, {@code session.unknown_layout}, {@code session.damaged},
 * {@code session.data_centre}, {@code session.key}, {@code session.other_servers}, {@code session.bot}, and with CONFLICT
 * {@code session.known} when an account has it already.
 */
public final class AccountImportOps {
    private static final int MOST_SESSIONS = 500;
    /** No session string has more; the reader of strings says so in its own words. */
    private static final int LONGEST_SESSION = 10_000;

    /** @param session as it was pasted: a string of Pyrogram, Kurigram, Telethon, GramJS or mtcute; a secret */
    public record Session(
            String session, @Nullable String name, @Nullable List<String> labels) {
        public Session {
            requireSession(session);
            AccountImportOps.requireName(name);
            requireLabels(labels);
            labels = labels == null ? null : List.copyOf(labels);
        }

        @Override
        public String toString() {
            return "Session[" + name + "]";
        }
    }

    public record Create(Create.Body body) {
        /** @param workspaceId absent: the accounts are the instance's, which administrators alone may make */
        public record Body(@Nullable UUID workspaceId, List<Session> sessions) {
            public Body {
                if (sessions == null || sessions.isEmpty() || sessions.size() > MOST_SESSIONS) {
                    throw Failure.unprocessable(
                            "import.size", "An import has 1 to " + MOST_SESSIONS + " sessions; make several of more");
                }
                sessions = List.copyOf(sessions);
            }

            @Override
            public String toString() {
                return "Body[" + sessions.size() + " sessions]";
            }
        }
    }

    public record Get(UUID importId) {}

    /** @param limit 1 to 200, 50 when absent */
    public record ListLines(
            UUID importId,
            AccountImport.@Nullable Result result,
            @Nullable Integer limit,
            @Nullable String cursor) {}

    /** A session of an account that is here: a new one, one whose session is lost, or one whose session was exported. */
    public record Into(UUID accountId, @Nullable Long epoch, Into.Body body) implements AccountAsk<Into> {
        public record Body(String session) {
            public Body {
                requireSession(session);
            }

            @Override
            public String toString() {
                return "Body[redacted]";
            }
        }

        public Into(UUID accountId, String session) {
            this(accountId, null, new Body(session));
        }

        @Override
        public UUID account() {
            return accountId;
        }

        @Override
        public Into at(long epoch) {
            return new Into(accountId, epoch, body);
        }
    }

    /** A {@code .session} file of Pyrogram, Kurigram or Telethon. */
    public record FromFile(
            @Nullable UUID workspaceId, @Nullable String name, FromFile.Body body) {
        /** @param data Base64 */
        public record Body(String contentType, String data) {
            @Override
            public String toString() {
                return "Body[" + contentType + "]";
            }
        }

        public FromFile {
            AccountImportOps.requireName(name);
        }
    }

    /** For other concerns: one session, with the phone that its owner says it has. */
    public record Import(
            String session,
            @Nullable UUID workspaceId,
            @Nullable String name,
            @Nullable String phone) {
        public Import {
            requireSession(session);
            AccountImportOps.requireName(name);
        }

        @Override
        public String toString() {
            return "Import[" + name + "]";
        }
    }

    /** @param state {@code ready}: it connects by itself and asks Telegram whose it is */
    public record Imported(UUID accountId, State state) {}

    /** Fails with NOT_FOUND {@code workspace.not_found}, FORBIDDEN {@code account.forbidden}. */
    public static final Op<Create, AccountImport> CREATE =
            Op.of("telegram.importAccounts", Create.class, AccountImport.class);

    public static final Op<Get, AccountImport> GET =
            Op.of("telegram.getImport", Get.class, AccountImport.class).asIdempotent();
    public static final Op<ListLines, Page<Line>> LIST_LINES =
            Op.page("telegram.listImportLines", ListLines.class, Line.class);

    /** Fails as a line is refused, with CONFLICT {@code sign_in.already}, {@code sign_in.busy}, {@code account.other_person}. */
    public static final Op<Into, Imported> INTO =
            Op.of("telegram.importSession", Into.class, Imported.class).within(Duration.ofSeconds(20));

    /** Fails as a line is refused, with UNPROCESSABLE {@code session_file.foreign}, {@code session_file.no_session}. */
    public static final Op<FromFile, Imported> FROM_FILE =
            Op.of("telegram.importFile", FromFile.class, Imported.class).within(Duration.ofSeconds(20));

    /** Fails as a line is refused. The same session again gives the account that it became. */
    public static final Op<Import, Imported> IMPORT = Op.of("~telegram.import", Import.class, Imported.class)
            .within(Duration.ofSeconds(20))
            .asIdempotent();

    private AccountImportOps() {}

    private static void requireSession(@Nullable String session) {
        if (session == null || session.length() > LONGEST_SESSION || session.indexOf('\0') >= 0) {
            throw Failure.unprocessable(
                    "session.too_long", "No session string has more than " + LONGEST_SESSION + " characters");
        }
    }

    private static void requireName(@Nullable String name) {
        TelegramAccountOps.requireName(name);
    }

    private static void requireLabels(@Nullable List<String> labels) {
        if (labels != null) {
            TelegramAccountOps.checked(labels);
        }
    }
}

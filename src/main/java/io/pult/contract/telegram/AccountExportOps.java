package io.pult.contract.telegram;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.pult.bus.Failure;
import io.pult.bus.Op;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How a session leaves: it is never used here again, unless it is imported anew. */
public final class AccountExportOps {
    /** Whose string. */
    public enum Form {
        /** Pyrogram 2 and its successors such as Kurigram. */
        @JsonProperty("pyrogram")
        PYROGRAM,
        @JsonProperty("telethon")
        TELETHON,
        @JsonProperty("gramjs")
        GRAMJS,
        @JsonProperty("mtcute")
        MTCUTE
    }

    public record Export(UUID accountId, @Nullable Long epoch, Export.Body body) implements AccountAsk<Export> {
        public record Body(Form format) {
            public Body {
                if (format == null) {
                    throw Failure.unprocessable(
                            "export.format_missing", "format is pyrogram, telethon, gramjs or mtcute");
                }
            }
        }

        public Export(UUID accountId, Form format) {
            this(accountId, null, new Body(format));
        }

        @Override
        public UUID account() {
            return accountId;
        }

        @Override
        public Export at(long epoch) {
            return new Export(accountId, epoch, body);
        }
    }

    /** @param session a secret: whoever has it is the account */
    public record Exported(UUID accountId, Form format, String session) {
        @Override
        public String toString() {
            return "Exported[" + accountId + ", " + format + "]";
        }
    }

    /**
     * The connection is closed before anything is answered. Asked again, it answers the same session, in any format, until the
     * account signs in or is imported anew. Fails with FORBIDDEN {@code confirmation.needed}, CONFLICT
     * {@code account.not_signed_in}, UNPROCESSABLE {@code export.incomplete}.
     */
    public static final Op<Export, Exported> EXPORT =
            Op.of("telegram.exportSession", Export.class, Exported.class).within(Duration.ofSeconds(20));

    private AccountExportOps() {}
}

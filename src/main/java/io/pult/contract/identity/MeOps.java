package io.pult.contract.identity;

import io.pult.bus.Change;
import io.pult.bus.Op;
import io.pult.bus.RawJson;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A person's own account. All fail with FORBIDDEN {@code person.needed} for API keys. */
public final class MeOps {
    public record Get() {}

    /** @param ifMatch version that the asker saw; absent: whatever it is now */
    public record Update(@Nullable Long ifMatch, Update.Body body) {
        /**
         * @param name null empties it
         * @param langCode null: {@code en}
         * @param timeZone name of a zone of the IANA database; null: UTC
         */
        public record Body(Change<String> name, Change<String> langCode, Change<String> timeZone) {}
    }

    public record Export() {}

    /**
     * Everything that is stored about a person, without secrets.
     *
     * @param data by the name of the part; each is a list
     * @param notes in words: what is not complete, and why
     */
    public record Exported(Instant exportedAt, Map<String, RawJson> data, List<String> notes) {
        public Exported {
            // In the order in which they were put.
            data = Collections.unmodifiableMap(new LinkedHashMap<>(data));
            notes = List.copyOf(notes);
        }
    }

    public static final Op<Get, Me> GET =
            Op.of("identity.getMe", Get.class, Me.class).asIdempotent();

    /** Fails with STALE {@code user.changed}, and with UNPROCESSABLE {@code me.time_zone} when there is no such zone. */
    public static final Op<Update, Me> UPDATE = Op.of("identity.updateMe", Update.class, Me.class);

    public static final Op<Export, Exported> EXPORT = Op.of("identity.exportMe", Export.class, Exported.class)
            .within(Duration.ofSeconds(30))
            .asIdempotent();

    private MeOps() {}
}

package io.pult.contract.telegram;

import io.pult.bus.Failure;
import io.pult.bus.Nothing;
import io.pult.bus.Op;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Applications (my.telegram.org) of workspaces, for administrators and the workspace's owner. An account that is signed in keeps
 * the application under which it is: a change is for sign-ins from then on.
 */
public final class TelegramAppOps {
    private static final Pattern HASH = Pattern.compile("[0-9a-fA-F]{32}");

    public record Put(UUID workspaceId, Put.Body body) {
        public record Body(int apiId, String apiHash) {
            public Body {
                require(apiId, apiHash);
            }

            @Override
            public String toString() {
                return "Body[" + apiId + "]";
            }
        }
    }

    public record Get(UUID workspaceId) {}

    public record Delete(UUID workspaceId) {}

    public static final Op<Put, TelegramApp> PUT =
            Op.of("telegram.putApp", Put.class, TelegramApp.class).asIdempotent();

    /** Fails with NOT_FOUND {@code app.not_found} when the workspace has none. */
    public static final Op<Get, TelegramApp> GET =
            Op.of("telegram.getApp", Get.class, TelegramApp.class).asIdempotent();

    public static final Op<Delete, Nothing> DELETE =
            Op.of("telegram.deleteApp", Delete.class, Nothing.class).asIdempotent();

    private TelegramAppOps() {}

    /** Both or neither. */
    static void require(@Nullable Integer apiId, @Nullable String apiHash) {
        if ((apiId == null) != (apiHash == null)) {
            throw incomplete();
        }
        if (apiId != null && (apiId < 1 || !HASH.matcher(apiHash).matches())) {
            throw Failure.unprocessable(
                    "app.invalid",
                    "api_id is a number and api_hash 32 hexadecimal digits, as my.telegram.org shows them");
        }
    }

    static Failure incomplete() {
        return Failure.unprocessable("app.incomplete", "api_id and api_hash belong together");
    }
}

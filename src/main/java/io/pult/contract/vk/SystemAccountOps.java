package io.pult.contract.vk;

import io.pult.bus.Change;
import io.pult.bus.Failure;
import io.pult.bus.Nothing;
import io.pult.bus.Op;
import io.pult.bus.Page;
import io.pult.bus.Topic;
import io.pult.contract.vk.SystemAccount.Kind;
import io.pult.contract.vk.SystemAccount.Status;
import java.time.Duration;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The accounts whose tokens serve the pool. */
public final class SystemAccountOps {
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._-]{16,1024}");
    private static final int MAX_LABEL = 200;
    private static final long MAX_ID = (1L << 53) - 1;

    public record Create(Create.Body body) {
        /**
         * @param token absent: the account waits, {@code unknown}, until it is given one
         * @param label for people
         */
        public record Body(
                long vkUserId,
                Kind kind,
                @Nullable String token,
                @Nullable String label) {
            public Body {
                if (vkUserId < 1 || vkUserId > MAX_ID) {
                    throw Failure.unprocessable(
                            "account.vk_user_id_invalid", "vk_user_id is a whole number from 1 to 2^53 - 1");
                }
                if (kind == null) {
                    throw Failure.unprocessable("account.kind_missing", "kind is service, community or user");
                }
                if (token != null) {
                    requireToken(token);
                }
                requireLabel(label);
            }

            @Override
            public String toString() {
                return "Body[" + vkUserId + " " + kind + "]";
            }
        }
    }

    public record Get(UUID id) {}

    /**
     * @param q part of the label, or the whole vk_user_id
     * @param sort {@code created_at}, {@code -created_at} (default), {@code label} or {@code -label}
     */
    public record ListAccounts(
            @Nullable Status status,
            @Nullable Kind kind,
            @Nullable String q,
            @Nullable String sort,
            @Nullable Integer limit,
            @Nullable String cursor) {}

    /** @param ifMatch version that the asker saw; absent: whatever it is now */
    public record Update(UUID id, @Nullable Long ifMatch, Update.Body body) {
        /**
         * @param token another token: the account is {@code unknown} again and back in the pool; null takes it away
         * @param enabled false takes the account out of the pool, true brings it back as {@code unknown}
         */
        public record Body(Change<String> label, Change<String> token, Change<Boolean> enabled) {
            public Body {
                if (token.value() != null) {
                    requireToken(token.value());
                }
                if (enabled.present() && enabled.value() == null) {
                    throw Failure.unprocessable("account.enabled_missing", "enabled is true or false");
                }
                requireLabel(label.value());
            }

            @Override
            public String toString() {
                return "Body[label " + label.present() + ", token " + token.present() + "]";
            }
        }
    }

    public record Delete(UUID id, @Nullable Long ifMatch) {}

    public record Verify(UUID id) {}

    /** @param status of the account now; absent when it is deleted */
    public record Changed(UUID id, @Nullable Status status) {}

    public static final Op<Create, SystemAccount> CREATE =
            Op.of("vk.createSystemAccount", Create.class, SystemAccount.class);
    public static final Op<ListAccounts, Page<SystemAccount>> LIST =
            Op.page("vk.listSystemAccounts", ListAccounts.class, SystemAccount.class);
    public static final Op<Get, SystemAccount> GET =
            Op.of("vk.getSystemAccount", Get.class, SystemAccount.class).asIdempotent();
    public static final Op<Update, SystemAccount> UPDATE =
            Op.of("vk.updateSystemAccount", Update.class, SystemAccount.class);
    public static final Op<Delete, Nothing> DELETE =
            Op.of("vk.deleteSystemAccount", Delete.class, Nothing.class).asIdempotent();

    /** Asks VK whose the token is. Fails with UNPROCESSABLE {@code vk.foreign_token} or {@code vk.token_refused}. */
    public static final Op<Verify, SystemAccount> VERIFY = Op.of(
                    "vk.verifySystemAccount", Verify.class, SystemAccount.class)
            .within(Duration.ofSeconds(25))
            .asIdempotent();

    public static final Topic<Changed> CHANGED =
            Topic.of("vk.accountChanged", Changed.class).visibleTo("ADMIN", "vk:read");

    private SystemAccountOps() {}

    /** A token is what an answer to an inbox item holds, too. */
    public static void requireToken(String token) {
        if (!TOKEN.matcher(token).matches()) {
            throw Failure.unprocessable(
                    "account.token_malformed",
                    "A token of VK has 16 to 1024 letters, digits, dots, hyphens and underscores");
        }
    }

    private static void requireLabel(@Nullable String label) {
        if (label != null && (label.length() > MAX_LABEL || label.indexOf('\0') >= 0)) {
            throw Failure.unprocessable("account.label_invalid", "label has at most " + MAX_LABEL + " characters");
        }
    }
}

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
import java.time.Instant;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The accounts whose tokens serve the pool. */
public final class SystemAccountOps {
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._-]{16,1024}");
    private static final Pattern REFRESH_TOKEN = Pattern.compile("[!-~]{8,4096}");
    private static final Pattern CLIENT_ID = Pattern.compile("[0-9]{1,19}");
    private static final Pattern DEVICE_ID = Pattern.compile("[!-~]{1,512}");
    private static final int MAX_LABEL = 200;
    private static final long MAX_ID = AccountLinkOps.MAX_ID;
    /** Ten years, in seconds. */
    private static final long MAX_LIFE = 315_360_000;

    /**
     * What VK ID gives another token of a user for. Like a token, it is never shown again.
     *
     * @param clientId of the application that the tokens were given to
     * @param deviceId that came along with them
     */
    public record Refresh(String refreshToken, String clientId, String deviceId) {
        public Refresh {
            if (refreshToken == null || !REFRESH_TOKEN.matcher(refreshToken).matches()) {
                throw Failure.unprocessable(
                        "account.refresh_token_malformed", "A refresh token of VK ID has 8 to 4096 visible characters");
            }
            if (clientId == null || !CLIENT_ID.matcher(clientId).matches()) {
                throw Failure.unprocessable(
                        "account.client_id_malformed", "client_id is the number of an application of VK");
            }
            if (deviceId == null || !DEVICE_ID.matcher(deviceId).matches()) {
                throw Failure.unprocessable("account.device_id_malformed", "device_id has 1 to 512 visible characters");
            }
        }

        @Override
        public String toString() {
            return "Refresh[" + clientId + "]";
        }
    }

    public record Create(Create.Body body) {
        /**
         * @param token absent: the account waits, {@code unknown}, until it is given one
         * @param label for people
         * @param expiresAt when the token ends; one of this and {@code expiresIn} at most
         * @param expiresIn seconds from now; 0: it does not end, as VK says it
         * @param refresh for user tokens; without a word on the end, the token lives an hour as VK ID's do
         */
        public record Body(
                long vkUserId,
                Kind kind,
                @Nullable String token,
                @Nullable String label,
                @Nullable Instant expiresAt,
                @Nullable Long expiresIn,
                @Nullable Refresh refresh) {
            /** A token that does not end. */
            public Body(long vkUserId, Kind kind, @Nullable String token, @Nullable String label) {
                this(vkUserId, kind, token, label, null, null, null);
            }

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
                } else if (refresh != null || expiresAt != null || expiresIn != null) {
                    throw withoutToken();
                }
                if (refresh != null && kind != Kind.USER) {
                    throw refreshNotUser();
                }
                requireEnd(expiresAt, expiresIn);
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
     * @param q part of the label or of the screen name, or the whole vk_user_id
     * @param sort {@code created_at}, {@code updated_at}, {@code expires_at} (those without an end last), {@code label} or
     *     {@code status}, with {@code -} for descending; {@code -created_at} when absent
     */
    public record ListAccounts(
            @Nullable Status status,
            @Nullable Kind kind,
            @Nullable String q,
            @Nullable String sort,
            @Nullable Integer limit,
            @Nullable String cursor) {}

    /** @param q as of {@link ListAccounts}; absent: all of them */
    public record GetSummary(@Nullable String q) {}

    /** @param ifMatch version that the asker saw; absent: whatever it is now */
    public record Update(UUID id, @Nullable Long ifMatch, Update.Body body) {
        /**
         * @param token another token: the account is {@code unknown} again and back in the pool; null takes it away.
         *     What was known of the end and the refreshing of the one before goes with it
         * @param refresh null: the token is left to end
         * @param expiresAt null: it does not end
         * @param expiresIn seconds from now; 0: it does not end
         */
        public record Body(
                Change<String> label,
                Change<String> token,
                Change<Instant> expiresAt,
                Change<Long> expiresIn,
                Change<Refresh> refresh) {
            public Body(Change<String> label, Change<String> token) {
                this(label, token, Change.absent(), Change.absent(), Change.absent());
            }

            public Body {
                if (token.value() != null) {
                    requireToken(token.value());
                } else if (token.present() && (expiresAt.present() || expiresIn.present() || refresh.present())) {
                    throw withoutToken();
                }
                if (expiresIn.present() && expiresIn.value() == null) {
                    throw Failure.unprocessable(
                            "account.expiry_invalid",
                            "expires_in is a number of seconds; 0 for a token without an end");
                }
                requireEnd(expiresAt.value(), expiresIn.value());
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

    public record VerifyEnv() {}

    public record Enable(UUID id) {}

    public record Disable(UUID id) {}

    /**
     * Whose the token of the environment is.
     *
     * @param vkUserId of the user or the community; absent for a service token, of which VK tells only that it lives
     * @param name of the user or the community
     */
    public record EnvToken(
            Kind kind, @Nullable Long vkUserId, @Nullable String name) {}

    /** @param status of the account now; absent when it is deleted */
    public record Changed(UUID id, @Nullable Status status) {}

    public static final Op<Create, SystemAccount> CREATE =
            Op.of("vk.createSystemAccount", Create.class, SystemAccount.class);
    public static final Op<ListAccounts, Page<SystemAccount>> LIST =
            Op.page("vk.listSystemAccounts", ListAccounts.class, SystemAccount.class);
    public static final Op<Get, SystemAccount> GET =
            Op.of("vk.getSystemAccount", Get.class, SystemAccount.class).asIdempotent();
    public static final Op<GetSummary, SystemAccountsSummary> SUMMARY = Op.of(
                    "vk.getSystemAccountsSummary", GetSummary.class, SystemAccountsSummary.class)
            .asIdempotent();

    public static final Op<Update, SystemAccount> UPDATE =
            Op.of("vk.updateSystemAccount", Update.class, SystemAccount.class);
    public static final Op<Delete, Nothing> DELETE =
            Op.of("vk.deleteSystemAccount", Delete.class, Nothing.class).asIdempotent();

    /** Asks VK whose the token is. Fails with UNPROCESSABLE {@code vk.foreign_token} or {@code vk.token_refused}. */
    public static final Op<Verify, SystemAccount> VERIFY = Op.of(
                    "vk.verifySystemAccount", Verify.class, SystemAccount.class)
            .within(Duration.ofSeconds(25))
            .asIdempotent();

    /**
     * Asks VK whose the environment's token is. Fails with NOT_FOUND {@code vk.no_env_token} when the node that answers
     * has none, with UNPROCESSABLE {@code vk.token_refused}.
     */
    public static final Op<VerifyEnv, EnvToken> VERIFY_ENV = Op.of("vk.verifyEnvToken", VerifyEnv.class, EnvToken.class)
            .within(Duration.ofSeconds(25))
            .asIdempotent();

    /** Back into the pool, as {@code unknown}; nothing happens to an account that is in it. */
    public static final Op<Enable, SystemAccount> ENABLE =
            Op.of("vk.enableSystemAccount", Enable.class, SystemAccount.class).asIdempotent();

    /** Out of the pool until it is enabled. */
    public static final Op<Disable, SystemAccount> DISABLE =
            Op.of("vk.disableSystemAccount", Disable.class, SystemAccount.class).asIdempotent();

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

    public static Failure withoutToken() {
        return Failure.unprocessable(
                "account.end_without_token", "expires_at, expires_in and refresh belong to a token; give it along");
    }

    public static Failure refreshNotUser() {
        return Failure.unprocessable(
                "account.refresh_not_user", "Only a user's token can be refreshed; VK ID gives no others");
    }

    private static void requireEnd(@Nullable Instant at, @Nullable Long in) {
        if (at != null && in != null) {
            throw Failure.unprocessable("account.expiry_twice", "Give expires_at or expires_in, not both");
        }
        if (in != null && (in < 0 || in > MAX_LIFE)) {
            throw Failure.unprocessable(
                    "account.expiry_invalid", "expires_in is 0 (no end) to " + MAX_LIFE + " seconds");
        }
    }

    private static void requireLabel(@Nullable String label) {
        if (label != null && (label.length() > MAX_LABEL || label.indexOf('\0') >= 0)) {
            throw Failure.unprocessable("account.label_invalid", "label has at most " + MAX_LABEL + " characters");
        }
    }
}

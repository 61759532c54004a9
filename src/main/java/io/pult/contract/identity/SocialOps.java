package io.pult.contract.identity;

import io.pult.bus.Nothing;
import io.pult.bus.Op;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sign-in with Telegram and Yandex, and the accounts there that belong to somebody here. */
public final class SocialOps {
    /** A provider is asked up to three times in turn, each with a deadline of its own. */
    private static final Duration THROUGH_A_PROVIDER = Duration.ofSeconds(25);

    /**
     * @param redirectUri where the provider sends the person back to, one of the configured; absent: the first of them
     * @param client absent: an API client
     */
    public record Way(
            @Nullable String redirectUri, @Nullable ClientKind client) {}

    public record Start(SocialProvider provider, @Nullable Way body) {}

    /**
     * @param authorizationUrl page of the provider to send the person to
     * @param state comes back with the code; a client compares the two before it goes on
     * @param expiresIn seconds that the person has for it
     * @param binding for browsers only; the gateway makes a cookie of it, by which the browser that began is known
     */
    public record Started(
            String authorizationUrl,
            String state,
            long expiresIn,
            @Nullable String binding) {
        @Override
        public String toString() {
            return "Started[redacted]";
        }
    }

    /**
     * What somebody shows; exactly one of {@code initData}, {@code widget} and {@code state}.
     *
     * @param initData of a Mini App, the query string as Telegram gave it
     * @param widget fields of the legacy Login Widget, as they came
     * @param code what the provider's page sent back, with {@code state}
     * @param error what it sent in place of a code
     * @param client absent: an API client; a Mini App is one whatever this says
     */
    public record Proof(
            @Nullable String initData,
            @Nullable Map<String, Object> widget,
            @Nullable String code,
            @Nullable String state,
            @Nullable String error,
            @Nullable ClientKind client) {
        @Override
        public String toString() {
            return "Proof[redacted]";
        }
    }

    /** @param pultSocial the cookie of {@link Started#binding} */
    public record SignIn(
            Proof body,
            @Nullable String pultSocial,
            @Nullable String userAgent) {
        @Override
        public String toString() {
            return "SignIn[redacted]";
        }
    }

    public record Confirm(LaunchData body) {}

    /** @param initData of a Mini App, at most five minutes old */
    public record LaunchData(String initData) {
        @Override
        public String toString() {
            return "LaunchData[redacted]";
        }
    }

    public record Confirmed(Instant confirmedAt) {}

    public record Link(SocialProvider provider, Proof body) {}

    public record Unlink(SocialProvider provider) {}

    public record SocialLogins(List<SocialLogin> items) {}

    public static final Op<Start, Started> START =
            Op.of("identity.startSocialSignIn", Start.class, Started.class).within(THROUGH_A_PROVIDER);
    public static final Op<SignIn, SignedIn> TELEGRAM =
            Op.of("identity.signInWithTelegram", SignIn.class, SignedIn.class).within(THROUGH_A_PROVIDER);
    public static final Op<SignIn, SignedIn> YANDEX =
            Op.of("identity.signInWithYandex", SignIn.class, SignedIn.class).within(THROUGH_A_PROVIDER);
    public static final Op<Confirm, Confirmed> CONFIRM =
            Op.of("identity.confirmWithTelegram", Confirm.class, Confirmed.class);
    public static final Op<Nothing, SocialLogins> LIST = Op.of(
                    "identity.listSocialLogins", Nothing.class, SocialLogins.class)
            .asIdempotent();
    public static final Op<Start, Started> START_LINK =
            Op.of("identity.startSocialLink", Start.class, Started.class).within(THROUGH_A_PROVIDER);
    public static final Op<Link, SocialLogin> LINK =
            Op.of("identity.linkSocialLogin", Link.class, SocialLogin.class).within(THROUGH_A_PROVIDER);
    public static final Op<Unlink, Nothing> UNLINK = Op.of("identity.unlinkSocialLogin", Unlink.class, Nothing.class);

    private SocialOps() {}
}

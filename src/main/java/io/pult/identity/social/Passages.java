package io.pult.identity.social;

import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.contract.identity.ClientKind;
import io.pult.contract.identity.SocialOps.Proof;
import io.pult.contract.identity.SocialOps.Started;
import io.pult.contract.identity.SocialOps.Way;
import io.pult.contract.identity.SocialProvider;
import io.pult.identity.RandomText;
import io.pult.identity.social.SocialStartStore.Begun;
import io.pult.infra.Digests;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The way through a provider's page and back. Each may be walked once, within ten minutes, by the browser that began it and
 * for what it began: whoever can make somebody's browser open an address must not sign that somebody in as another, nor link
 * his own account to theirs.
 */
final class Passages {
    private static final Duration TIME = Duration.ofMinutes(10);
    private static final Pattern RANDOM_TEXT = Pattern.compile("[A-Za-z0-9_-]{43}");

    /** What is left for the database and the answer when a provider has taken all the time it was given. */
    private static final Duration OURS = Duration.ofSeconds(2);

    private final SocialStartStore starts;
    private final Map<SocialProvider, CodeProvider> providers;
    private final Ticket.Press press;
    private final List<String> redirectUris;
    private final InstantSource clock;

    Passages(
            SocialStartStore starts,
            Map<SocialProvider, CodeProvider> providers,
            Ticket.Press press,
            List<String> redirectUris,
            InstantSource clock) {
        this.starts = starts;
        this.providers = providers;
        this.press = press;
        this.redirectUris = redirectUris;
        this.clock = clock;
    }

    /**
     * @param user who wants to link an account; absent: somebody who wants to sign in
     * @return fails with UNPROCESSABLE {@code social.not_configured} or {@code social.redirect_uri_unknown}
     */
    Future<Started> begin(SocialProvider provider, @Nullable Way way, @Nullable UUID user, Call call) {
        CodeProvider open = open(provider);
        String redirectUri = redirectUri(way == null ? null : way.redirectUri());
        ClientKind client = way == null || way.client() == null ? ClientKind.API : way.client();
        // Who links is known by their bearer token; a stranger's browser by a cookie.
        String binding = client == ClientKind.BROWSER && user == null ? RandomText.make() : null;
        var ticket =
                press.make(RandomText.make(), redirectUri, press.currentKey()).orElseThrow();
        var begun = new Begun(
                ticket.stateHash(),
                provider,
                redirectUri,
                client,
                binding == null ? null : Digests.sha256(binding),
                user,
                press.currentKey(),
                clock.instant().plus(TIME));
        return open.authorizationUrl(ticket, budget(call))
                .compose(url -> starts.insert(begun)
                        .map(stored -> new Started(url, ticket.state(), TIME.toSeconds(), binding)));
    }

    /**
     * Who has come back.
     *
     * @param binding that the browser shows; absent: none
     * @param user who links; absent: somebody signs in
     * @return fails with UNAUTHENTICATED {@code social.state_unknown}, {@code social.denied} and as {@link CodeProvider#person}
     */
    Future<ExternalPerson> end(
            SocialProvider provider, Proof proof, @Nullable String binding, @Nullable UUID user, Call call) {
        CodeProvider open = open(provider);
        String state = Objects.requireNonNull(proof.state(), "whoever calls has looked");
        if (!RANDOM_TEXT.matcher(state).matches()) {
            return Future.failedFuture(stateUnknown());
        }
        return starts.take(Digests.sha256(state)).compose(taken -> {
            Ticket ticket = taken.filter(begun -> fits(begun, provider, proof, binding, user))
                    .flatMap(begun -> press.make(state, begun.redirectUri(), begun.keyId()))
                    .orElseThrow(Passages::stateUnknown);
            if (proof.error() != null) {
                throw denied(proof.error());
            }
            return open.person(Objects.requireNonNull(proof.code(), "whoever calls has looked"), ticket, budget(call));
        });
    }

    private boolean fits(
            Begun begun, SocialProvider provider, Proof proof, @Nullable String binding, @Nullable UUID user) {
        ClientKind client = proof.client() == null ? ClientKind.API : proof.client();
        return begun.provider() == provider
                && (begun.client() == client || user != null)
                && Objects.equals(begun.user(), user)
                && begun.expiresAt().isAfter(clock.instant())
                && (begun.bindingHash() == null || (binding != null && same(begun.bindingHash(), binding)));
    }

    private static boolean same(String hash, String binding) {
        return MessageDigest.isEqual(
                hash.getBytes(StandardCharsets.US_ASCII),
                Digests.sha256(binding).getBytes(StandardCharsets.US_ASCII));
    }

    private CodeProvider open(SocialProvider provider) {
        CodeProvider open = providers.get(provider);
        if (open == null) {
            throw notConfigured();
        }
        return open;
    }

    private String redirectUri(@Nullable String wanted) {
        if (wanted == null) {
            return redirectUris.get(0);
        }
        if (!redirectUris.contains(wanted)) {
            throw Failure.unprocessable(
                    "social.redirect_uri_unknown", "redirect_uri is not one of social.redirect_uris, letter by letter");
        }
        return wanted;
    }

    private static Duration budget(Call call) {
        return call.remaining().minus(OURS);
    }

    /** {@code access_denied} is the person's word; whatever else comes so is about our application. */
    private static Failure denied(String error) {
        return error.equals("access_denied")
                ? Failure.unauthenticated("social.denied", "The sign-in was called off at the provider")
                : Failure.upstream(
                        "social.provider_refuses_us",
                        "The provider of this sign-in refuses our application; tell the operator");
    }

    private static Failure stateUnknown() {
        return Failure.unauthenticated(
                "social.state_unknown",
                "This sign-in was not begun here, or took longer than ten minutes, or is over; begin it anew");
    }

    static Failure notConfigured() {
        return Failure.unprocessable("social.not_configured", "This way to sign in is not set up here");
    }
}

package io.pult.identity.social;

import io.pult.bus.Failure;
import io.pult.contract.identity.SocialProvider;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.oauth2.OAuth2Auth;
import io.vertx.ext.auth.oauth2.OAuth2AuthorizationURL;
import io.vertx.ext.auth.oauth2.OAuth2Options;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * "Log In With Telegram": OpenID Connect with discovery, code flow and PKCE. What discovery says is kept until a question to
 * one of the addresses fails.
 */
final class TelegramOidc implements CodeProvider {
    private static final String WELL_KNOWN = "/.well-known/openid-configuration";

    private final Vertx vertx;
    private final ProviderHttp http;
    private final String issuer;
    private final String clientId;
    private final String clientSecret;
    private final IdTokens idTokens;
    private @Nullable Future<Discovered> discovery;
    private @Nullable Page page;

    TelegramOidc(
            Vertx vertx, ProviderHttp http, InstantSource clock, URI issuer, String clientId, String clientSecret) {
        this.vertx = vertx;
        this.http = http;
        this.issuer = issuer.toString();
        this.clientId = clientId;
        this.clientSecret = clientSecret;
        this.idTokens = new IdTokens(vertx, http, clock, this.issuer, clientId);
    }

    private record Metadata(
            @Nullable String issuer,
            @Nullable String authorizationEndpoint,
            @Nullable String tokenEndpoint,
            @Nullable String jwksUri,
            @Nullable List<String> tokenEndpointAuthMethodsSupported) {}

    private record Discovered(OAuth2Auth page, URI token, URI keys, boolean secretInForm) {}

    private record Page(URI at, OAuth2Auth auth) {}

    @Override
    public Future<String> authorizationUrl(Ticket ticket, Duration budget) {
        return discovered(budget)
                .map(found -> found.page()
                        .authorizeURL(new OAuth2AuthorizationURL()
                                .setRedirectUri(ticket.redirectUri())
                                .setState(ticket.state())
                                .setScopes(List.of("openid", "profile"))
                                .setCodeChallenge(ticket.challenge())
                                .setCodeChallengeMethod("S256")
                                .putAdditionalParameter("nonce", ticket.nonce())));
    }

    @Override
    public Future<ExternalPerson> person(String code, Ticket ticket, Duration budget) {
        long until = System.nanoTime() + budget.toNanos();
        return discovered(budget)
                .compose(found -> trade(code, ticket, found, left(until))
                        .compose(idToken -> idTokens.verify(idToken, found.keys(), ticket.nonce(), left(until)))
                        .map(this::person))
                .onFailure(cause -> {
                    if (cause instanceof Failure failure && failure.kind() == Failure.Kind.UPSTREAM) {
                        discovery = null;
                    }
                });
    }

    private static Duration left(long until) {
        return Duration.ofNanos(until - System.nanoTime());
    }

    private Future<String> trade(String code, Ticket ticket, Discovered found, Duration budget) {
        var form = new LinkedHashMap<String, String>();
        form.put("grant_type", "authorization_code");
        form.put("code", code);
        form.put("redirect_uri", ticket.redirectUri());
        form.put("code_verifier", ticket.verifier());
        Map<String, String> headers = Map.of();
        if (found.secretInForm()) {
            form.put("client_id", clientId);
            form.put("client_secret", clientSecret);
        } else {
            headers = Map.of("Authorization", basic());
        }
        return http.post(found.token(), form, headers, budget).map(answer -> {
            String idToken = TokenAnswer.read(answer, http).idToken();
            if (idToken == null) {
                throw http.wrong("with a token and no id_token");
            }
            return idToken;
        });
    }

    /** RFC 6749 §2.3.1: both are form-encoded before they are joined. */
    private String basic() {
        String pair = ProviderHttp.encode(clientId) + ":" + ProviderHttp.encode(clientSecret);
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    /** {@code sub} is the issuer's name for the person; {@code id} is the one that Mini Apps and the widget give as well. */
    private ExternalPerson person(JsonObject claims) {
        String id = String.valueOf(claims.getValue("id"));
        if (!id.matches("[1-9][0-9]{0,18}")) {
            throw http.wrong("with an id_token that has no Telegram id");
        }
        return new ExternalPerson(
                SocialProvider.TELEGRAM, id, text(claims, "preferred_username"), name(claims), text(claims, "locale"));
    }

    private static String name(JsonObject claims) {
        String name = text(claims, "name");
        return name == null ? "" : name;
    }

    private static @Nullable String text(JsonObject claims, String name) {
        return claims.getValue(name) instanceof String text ? text : null;
    }

    private Future<Discovered> discovered(Duration budget) {
        Future<Discovered> known = discovery;
        if (known != null) {
            return known;
        }
        Future<Discovered> asking =
                http.get(URI.create(issuer + WELL_KNOWN), Map.of(), budget).map(this::read);
        discovery = asking;
        return asking.onFailure(cause -> discovery = null);
    }

    private Discovered read(ProviderHttp.Answer answer) {
        Metadata metadata = http.read(answer, Metadata.class, "description of an issuer");
        // Another issuer's description would let that one answer for this one (OpenID Connect Discovery §4.3).
        if (answer.status() != 200 || !issuer.equals(metadata.issuer)) {
            throw http.wrong("HTTP " + answer.status() + " with the description of another issuer");
        }
        var methods = metadata.tokenEndpointAuthMethodsSupported;
        boolean inForm = methods != null && !methods.isEmpty() && !methods.contains("client_secret_basic");
        return new Discovered(
                page(endpoint(metadata.authorizationEndpoint)),
                endpoint(metadata.tokenEndpoint),
                endpoint(metadata.jwksUri),
                inForm);
    }

    /** Each has a client of the library inside, which lives as long as the verticle: not one for each discovery. */
    private OAuth2Auth page(URI at) {
        Page known = page;
        if (known == null || !known.at.equals(at)) {
            var options =
                    new OAuth2Options().setSite(issuer).setClientId(clientId).setAuthorizationPath(at.toString());
            known = new Page(at, OAuth2Auth.create(vertx, options));
            page = known;
        }
        return known.auth;
    }

    private URI endpoint(@Nullable String given) {
        try {
            URI endpoint = URI.create(given == null ? "" : given);
            if (SocialSettings.safe(endpoint) && issuer.startsWith(endpoint.getScheme() + "://")) {
                return endpoint;
            }
        } catch (IllegalArgumentException e) {
            throw http.wrong("with an address that is none");
        }
        throw http.wrong("with an address that is missing, or not encrypted");
    }
}

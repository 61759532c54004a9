package io.pult.playground.social;

import io.pult.infra.Ticker;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * "Log In With Telegram": {@code /.well-known/openid-configuration}, {@code /auth}, {@code /token},
 * {@code /.well-known/jwks.json}. Beside what {@link SocialAdmin} has:
 *
 * <pre>{@code
 * POST /stand-in/spoil        {what: nonce|audience|issuer|expired|key|unsigned|no_id}: the next id_token
 * POST /stand-in/rotate-keys  once: the second key stays
 * GET  /stand-in/init-data?as={id}&age_s={n}   launch data of the bot's Mini App, as text
 * }</pre>
 */
public final class TelegramIdStandIn extends VerticleBase {
    private static final Duration ID_TOKEN_LIFE = Duration.ofHours(1);

    private final SocialServer server = new SocialServer("Log In With Telegram");
    private final Registry registry = new Registry();
    private final Deque<String> spoilt = new ArrayDeque<>();
    private final Codes codes;
    private final int port;
    private final InstantSource clock;
    private final String botToken;
    private IdTokenMint mint = IdTokenMint.first();
    private @Nullable Ticker timers;

    /**
     * Makes a key, which takes a moment: not to be called on an event loop.
     *
     * @param port 0 lets the system choose
     * @param botToken of the only application, whose client id is the bot's
     */
    public TelegramIdStandIn(
            int port, InstantSource clock, String botToken, String clientSecret, List<String> redirectUris) {
        this.port = port;
        this.clock = clock;
        this.botToken = botToken;
        this.codes = new Codes(clock);
        registry.put(new OAuthClient(clientId(botToken), clientSecret, redirectUris));
    }

    public static String clientId(String botToken) {
        return botToken.substring(0, botToken.indexOf(':'));
    }

    @Override
    public Future<?> start() {
        var ticker = new Ticker(vertx);
        timers = ticker;
        var faults = new SocialFaults(ticker);
        var page = new AuthorizePage("Log In With Telegram", Set.of("openid"), registry, codes);
        Router router = SocialServer.router(vertx);
        router.get("/.well-known/openid-configuration")
                .handler(context -> faults.answer(context, "discovery", this::discovery));
        router.get("/.well-known/jwks.json").handler(context -> faults.answer(context, "keys", () -> mint.keys()));
        router.get("/auth").handler(page::show);
        router.post("/token").handler(context -> faults.answer(context, "token", () -> token(context)));
        router.post("/stand-in/spoil").handler(this::spoil);
        router.post("/stand-in/rotate-keys").handler(this::rotate);
        router.get("/stand-in/init-data").handler(this::launch);
        new SocialAdmin(registry, codes, faults).mount(router);
        return server.listen(vertx, router, port);
    }

    @Override
    public Future<?> stop() {
        Future<?> quiet = timers == null ? Future.succeededFuture() : timers.stop();
        return quiet.compose(stopped -> server.close());
    }

    /** The issuer. */
    public String url() {
        return server.url();
    }

    /** For scripts; holds the demo bot's token. */
    public JsonObject describe() {
        return new JsonObject()
                .put("url", url())
                .put("client_id", clientId(botToken))
                .put("bot_token", botToken)
                .put("people", SocialPerson.describe())
                .put(
                        "init_data",
                        url() + "/stand-in/init-data?as="
                                + SocialPerson.ALL.get(0).id());
    }

    private JsonObject discovery() {
        return new JsonObject()
                .put("issuer", url())
                .put("authorization_endpoint", url() + "/auth")
                .put("token_endpoint", url() + "/token")
                .put("jwks_uri", url() + "/.well-known/jwks.json")
                .put("response_types_supported", new JsonArray().add("code"))
                .put("grant_types_supported", new JsonArray().add("authorization_code"))
                .put("subject_types_supported", new JsonArray().add("public"))
                .put("id_token_signing_alg_values_supported", new JsonArray().add("RS256"))
                .put("code_challenge_methods_supported", new JsonArray().add("S256"))
                .put(
                        "token_endpoint_auth_methods_supported",
                        new JsonArray().add("client_secret_basic").add("client_secret_post"))
                .put("scopes_supported", new JsonArray().add("openid").add("profile"));
    }

    private JsonObject token(RoutingContext context) {
        var request = TokenRequest.read(context, registry, 401);
        if (!request.required("grant_type").equals("authorization_code")) {
            throw new OAuthRefusal(400, "unsupported_grant_type", "grant_type must be authorization_code");
        }
        Codes.Grant grant = codes.redeem(
                request.required("code"),
                request.client().id(),
                request.required("redirect_uri"),
                request.get("code_verifier"));
        return new JsonObject()
                .put("access_token", Codes.random())
                .put("token_type", "Bearer")
                .put("expires_in", ID_TOKEN_LIFE.toSeconds())
                .put("id_token", idToken(grant));
    }

    private String idToken(Codes.Grant grant) {
        JsonObject claims = claims(grant);
        String how = spoilt.poll();
        switch (how == null ? "" : how) {
            case "nonce" -> claims.put("nonce", Codes.random());
            case "audience" -> claims.put("aud", "1");
            case "issuer" -> claims.put("iss", "https://oauth.example.org");
            case "expired" ->
                claims.put("exp", clock.instant().minusSeconds(3_600).getEpochSecond());
            case "no_id" -> claims.remove("id");
            case "key" -> {
                return IdTokenMint.stranger().sign(claims);
            }
            case "unsigned" -> {
                return IdTokenMint.unsigned(claims);
            }
            default -> {
                // as it should be
            }
        }
        return mint.sign(claims);
    }

    private JsonObject claims(Codes.Grant grant) {
        Instant now = clock.instant();
        SocialPerson person = grant.person();
        var claims = new JsonObject()
                .put("iss", url())
                .put("aud", grant.clientId())
                .put("sub", "tg-" + Long.toString(person.id(), 36))
                .put("iat", now.getEpochSecond())
                .put("exp", now.plus(ID_TOKEN_LIFE).getEpochSecond())
                .put("id", person.id());
        if (grant.nonce() != null) {
            claims.put("nonce", grant.nonce());
        }
        return grant.scopes().contains("profile")
                ? claims.put("name", person.name()).put("preferred_username", person.username())
                : claims;
    }

    private void spoil(RoutingContext context) {
        // Made here, so that no token has to wait for it on the event loop.
        vertx.executeBlocking(IdTokenMint::stranger)
                .onSuccess(made -> SocialAdmin.answer(context, body -> {
                    spoilt.add(SocialAdmin.text(body, "what"));
                    return new JsonObject();
                }))
                .onFailure(context::fail);
    }

    private void rotate(RoutingContext context) {
        vertx.executeBlocking(IdTokenMint::second)
                .onSuccess(made -> {
                    mint = made;
                    context.json(new JsonObject());
                })
                .onFailure(context::fail);
    }

    private void launch(RoutingContext context) {
        String as = context.queryParams().get("as");
        String age = context.queryParams().get("age_s");
        var person = SocialPerson.find(as == null ? "" : as);
        if (person.isEmpty() || (age != null && !age.matches("[0-9]{1,9}"))) {
            context.fail(400);
            return;
        }
        Instant at = clock.instant().minusSeconds(age == null ? 0 : Long.parseLong(age));
        context.response().putHeader("Content-Type", "text/plain").end(LaunchMint.launch(botToken, person.get(), at));
    }
}

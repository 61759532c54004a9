package io.pult.playground.social;

import io.pult.infra.Ticker;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Yandex ID: {@code /authorize}, {@code /token}, {@code /revoke_token} and, in place of its host of its own, {@code /info}.
 * {@link SocialAdmin} at {@code /stand-in/}.
 */
public final class YandexIdStandIn extends VerticleBase {
    private static final int WRONG_SECRET = 400;
    private static final String SCHEME = "OAuth ";

    private final SocialServer server = new SocialServer("Yandex ID");
    private final Registry registry = new Registry();
    private final YandexTokens tokens = new YandexTokens();
    private final Codes codes;
    private final int port;
    private final String clientId;
    private @Nullable Ticker timers;

    /** @param port 0 lets the system choose */
    public YandexIdStandIn(
            int port, InstantSource clock, String clientId, String clientSecret, List<String> redirectUris) {
        this.port = port;
        this.clientId = clientId;
        this.codes = new Codes(clock);
        registry.put(new OAuthClient(clientId, clientSecret, redirectUris));
    }

    @Override
    public Future<?> start() {
        var ticker = new Ticker(vertx);
        timers = ticker;
        var faults = new SocialFaults(ticker);
        var page = new AuthorizePage("Yandex ID", Set.of(), registry, codes);
        Router router = SocialServer.router(vertx);
        router.get("/authorize").handler(page::show);
        router.post("/token").handler(context -> faults.answer(context, "token", () -> token(context)));
        router.post("/revoke_token").handler(context -> faults.answer(context, "revoke", () -> revoke(context)));
        router.get("/info").handler(context -> faults.answer(context, "info", () -> info(context)));
        new SocialAdmin(registry, codes, faults).mount(router);
        return server.listen(vertx, router, port);
    }

    @Override
    public Future<?> stop() {
        Future<?> quiet = timers == null ? Future.succeededFuture() : timers.stop();
        return quiet.compose(stopped -> server.close());
    }

    public String url() {
        return server.url();
    }

    /** For scripts. */
    public JsonObject describe() {
        return new JsonObject().put("url", url()).put("client_id", clientId).put("people", SocialPerson.describe());
    }

    private JsonObject token(RoutingContext context) {
        var request = TokenRequest.read(context, registry, WRONG_SECRET);
        String client = request.client().id();
        return switch (request.required("grant_type")) {
            case "authorization_code" ->
                tokens.give(codes.redeem(
                        request.required("code"), client, request.get("redirect_uri"), request.get("code_verifier")));
            case "refresh_token" -> tokens.refresh(request.required("refresh_token"), client);
            default -> throw new OAuthRefusal(400, "unsupported_grant_type", "grant_type is not supported here");
        };
    }

    private JsonObject revoke(RoutingContext context) {
        var request = TokenRequest.read(context, registry, WRONG_SECRET);
        tokens.revoke(request.required("access_token"));
        return new JsonObject().put("status", "ok");
    }

    private JsonObject info(RoutingContext context) {
        String header = context.request().getHeader("Authorization");
        Codes.Grant grant =
                header != null && header.startsWith(SCHEME) ? tokens.of(header.substring(SCHEME.length())) : null;
        if (grant == null) {
            throw new OAuthRefusal(401, "invalid_token", "The header is not Authorization: OAuth and a living token");
        }
        SocialPerson person = grant.person();
        var info = new JsonObject()
                .put("id", Long.toString(person.id()))
                .put("login", person.username())
                .put("client_id", grant.clientId())
                .put("psuid", "1." + person.id());
        if (grant.scopes().contains("login:info")) {
            info.put("first_name", person.firstName())
                    .put("last_name", person.lastName())
                    .put("real_name", person.name())
                    .put("display_name", person.username())
                    .putNull("sex");
        }
        if (grant.scopes().contains("login:email")) {
            String email = person.username() + "@yandex.example";
            info.put("default_email", email).put("emails", new JsonArray().add(email));
        }
        return info;
    }
}

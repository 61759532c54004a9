package io.pult.playground.social;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Function;

/**
 * {@code /stand-in/…} of both stand-ins: JSON in and out; what cannot be used gets a 400 with {@code error}.
 *
 * <pre>{@code
 * PUT  clients/{id}   {secret, redirect_uris: []}
 * PUT  settings       {login_as: id of a person | "nobody" | null}: who goes through the page without being asked
 * POST faults         {kind: latency|html|nonsense|huge|cut|hang, at: token|info|keys|discovery, millis?}
 * GET  stats          how often each endpoint was asked
 * POST reset          nothing ordered, nobody on the way; the applications stay
 * }</pre>
 */
final class SocialAdmin {
    private static final long MAX_MILLIS = 60_000;

    private final Registry registry;
    private final Codes codes;
    private final SocialFaults faults;

    SocialAdmin(Registry registry, Codes codes, SocialFaults faults) {
        this.registry = registry;
        this.codes = codes;
        this.faults = faults;
    }

    void mount(Router router) {
        router.put("/stand-in/clients/:id").handler(context -> answer(context, this::putClient));
        router.put("/stand-in/settings").handler(context -> answer(context, this::putSettings));
        router.post("/stand-in/faults").handler(context -> answer(context, this::order));
        router.get("/stand-in/stats").handler(context -> context.json(faults.stats()));
        router.post("/stand-in/reset").handler(context -> answer(context, body -> reset()));
    }

    /** For endpoints of one stand-in alone. */
    static void answer(RoutingContext context, Function<JsonObject, JsonObject> act) {
        try {
            String text = context.body().asString();
            JsonObject body = text == null || text.isBlank() ? new JsonObject() : new JsonObject(text);
            String id = context.pathParam("id");
            context.json(act.apply(id == null ? body : body.put("id", id)));
        } catch (DecodeException | ClassCastException | IllegalArgumentException e) {
            context.response().setStatusCode(400);
            context.json(new JsonObject().put("error", String.valueOf(e.getMessage())));
        }
    }

    static String text(JsonObject body, String name) {
        String value = body.getString(name);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return value;
    }

    private JsonObject putClient(JsonObject body) {
        JsonArray uris = body.getJsonArray("redirect_uris", new JsonArray());
        registry.put(new OAuthClient(
                text(body, "id"),
                text(body, "secret"),
                uris.stream().map(String.class::cast).toList()));
        return new JsonObject();
    }

    private JsonObject putSettings(JsonObject body) {
        Object as = body.getValue("login_as");
        registry.loginAs(as == null ? null : as.toString());
        return new JsonObject();
    }

    private JsonObject order(JsonObject body) {
        SocialFaults.Kind kind = SocialFaults.Kind.of(text(body, "kind"));
        long millis = body.getLong("millis", 0L);
        if (kind == null || millis < 0 || millis > MAX_MILLIS) {
            throw new IllegalArgumentException("kind or millis is none that there is");
        }
        faults.order(new SocialFaults.Fault(kind, text(body, "at"), millis));
        return new JsonObject();
    }

    private JsonObject reset() {
        codes.clear();
        faults.clear();
        registry.loginAs(null);
        return new JsonObject();
    }
}

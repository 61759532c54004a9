package io.pult.playground.vk;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/** {@code POST /oauth2/auth}: VK ID's token endpoint, of which a pool needs {@code grant_type=refresh_token}. */
final class VkIdChannel {
    /** What faults for this endpoint name as their method. */
    static final String METHOD = "oauth2.auth";

    private final VkState state;
    private final Outages outages;

    VkIdChannel(VkState state, Outages outages) {
        this.state = state;
        this.outages = outages;
    }

    void mount(Router router) {
        router.post("/oauth2/auth").handler(this::refresh);
    }

    private void refresh(RoutingContext context) {
        HttpServerRequest http = context.request();
        VkFault fault = state.faults().take(null, METHOD);
        outages.answer(http, fault, () -> answer(context));
    }

    private Outages.Answer answer(RoutingContext context) {
        String given = param(context, "state");
        try {
            String grantType = required(context, "grant_type");
            if (!grantType.equals("refresh_token")) {
                throw new IdRefusal("unsupported_grant_type", "grant_type is not supported here", 400);
            }
            JsonObject tokens = state.grants()
                    .refresh(
                            required(context, "refresh_token"),
                            required(context, "client_id"),
                            required(context, "device_id"),
                            state.clock().instant());
            return new Outages.Answer(200, body(given == null ? tokens : tokens.put("state", given)));
        } catch (IdRefusal refusal) {
            return new Outages.Answer(refusal.status(), body(refusal.toJson(given)));
        }
    }

    private static Buffer body(JsonObject json) {
        return json.toBuffer();
    }

    private static String required(RoutingContext context, String name) {
        String value = param(context, name);
        if (value == null) {
            throw IdRefusal.invalidRequest(name + " is missing or invalid");
        }
        return value;
    }

    private static @Nullable String param(RoutingContext context, String name) {
        String form = context.request().getFormAttribute(name);
        String value = form != null ? form : context.request().getParam(name);
        return value == null || value.isBlank() ? null : value;
    }
}

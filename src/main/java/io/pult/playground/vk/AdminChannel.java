package io.pult.playground.vk;

import io.vertx.core.Handler;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * {@code /stand-in/…}: sets up what the API is to answer, and tells what it was asked. JSON in and out; what cannot be
 * used gets a 400 with {@code field} and {@code error}.
 *
 * <pre>{@code
 * GET    tokens                     every token with its calls, inner_calls (inside execute) and errors by code
 * GET    tokens/{token}             one of them
 * PUT    tokens/{token}             {kind: user|group|service, user_id?, group_id?, scopes?, ip?, dead?, rps?,
 *                                    quota?: {method: n}, expires_in?, expired_code?: 5|1117,
 *                                    refresh_token?, client_id?, device_id?}
 * PATCH  tokens/{token}             the same, fields that change; budgets and counters go on
 * POST   tokens/{token}/kill        error 5 from now on
 * DELETE tokens/{token}
 * GET    stats                      calls, inner_calls and errors of all tokens together
 * GET    acts                       what was written: done and repeated by method, and the keys
 * GET    grants                     refresh tokens, how often each was used and refused
 * DELETE grants/{first refresh token}
 * POST   errors                     {code, subcode?, message?, token?, method?, times?} or {captcha: old|new, …}
 * POST   id-errors                  {error, description?, status?, times?}: what the next refreshes end with
 * POST   faults                     {kind: latency|html|cut|cut_body|hang, millis?, token?, method?, times?};
 *                                    the method oauth2.auth is the token endpoint
 * PUT    settings                   {echo_params?, echo_token?, echo_text?, second_ms?, execute_max_bytes?}
 * POST   reset                      no tokens, the demo world, nothing written, nothing forced
 * }</pre>
 *
 * <p>Users, groups, posts and likes are {@link AdminWorld}'s.
 */
final class AdminChannel {
    private static final int MAX_TIMES = 1_000_000;
    private static final int MAX_CODE = 99_999;
    private static final long MAX_MILLIS = 600_000;

    private final VkState state;
    private final Predicate<String> knowsMethod;

    AdminChannel(VkState state, Predicate<String> knowsMethod) {
        this.state = state;
        this.knowsMethod = knowsMethod;
    }

    void mount(Router router) {
        router.get("/stand-in/tokens").handler(answer(context -> tokens()));
        router.put("/stand-in/tokens/:token").handler(answer(this::putToken));
        router.patch("/stand-in/tokens/:token").handler(answer(this::patchToken));
        router.post("/stand-in/tokens/:token/kill").handler(answer(this::killToken));
        router.delete("/stand-in/tokens/:token").handler(answer(this::deleteToken));
        router.get("/stand-in/tokens/:token")
                .handler(answer(context -> known(context.pathParam("token")).toJson()));
        router.get("/stand-in/stats").handler(answer(context -> state.tokens().totals()));
        router.get("/stand-in/acts").handler(answer(context -> state.acts().toJson()));
        router.get("/stand-in/grants").handler(answer(context -> grants()));
        router.delete("/stand-in/grants/:grant").handler(answer(this::revoke));
        router.post("/stand-in/id-errors").handler(answer(this::forceIdError));
        router.post("/stand-in/errors").handler(answer(this::forceError));
        router.post("/stand-in/faults").handler(answer(this::orderFault));
        router.put("/stand-in/settings").handler(answer(this::putSettings));
        router.post("/stand-in/reset").handler(answer(context -> reset()));
    }

    private JsonObject tokens() {
        return new JsonObject().put("tokens", state.tokens().toJson());
    }

    private JsonObject putToken(RoutingContext context) {
        AdminInput in = input(context);
        VkTokenSpec spec = VkTokenSpec.read(in, null, state.clock().instant());
        String refreshToken = in.text("refresh_token", null);
        String clientId = in.text("client_id", null);
        String deviceId = in.text("device_id", null);
        if (refreshToken != null && spec.kind() != VkTokenSpec.Kind.USER) {
            throw new BadAdminInput("refresh_token", "belongs to user tokens only");
        }
        requireSound(spec, in);
        String value = context.pathParam("token");
        JsonObject token = state.tokens().put(value, spec).toJson();
        if (refreshToken != null) {
            state.grants().put(refreshToken, value, clientId, deviceId);
        }
        return token;
    }

    private JsonObject patchToken(RoutingContext context) {
        VkToken token = known(context.pathParam("token"));
        AdminInput in = input(context);
        VkTokenSpec spec = VkTokenSpec.read(in, token.spec(), state.clock().instant());
        requireSound(spec, in);
        token.redefine(spec);
        return token.toJson();
    }

    private JsonObject killToken(RoutingContext context) {
        VkToken token = known(context.pathParam("token"));
        token.redefine(token.spec().killed());
        return token.toJson();
    }

    private JsonObject deleteToken(RoutingContext context) {
        VkToken token = known(context.pathParam("token"));
        state.tokens().remove(token.value());
        return token.toJson();
    }

    private JsonObject grants() {
        return new JsonObject().put("grants", state.grants().toJson());
    }

    private JsonObject revoke(RoutingContext context) {
        if (!state.grants().revoke(context.pathParam("grant"))) {
            throw new BadAdminInput("grant", "is not known here");
        }
        return new JsonObject();
    }

    private JsonObject forceIdError(RoutingContext context) {
        AdminInput in = input(context);
        IdRefusal refusal = new IdRefusal(
                in.requiredText("error"),
                Objects.requireNonNullElse(in.text("description", null), "ordered by the operator"),
                (int) in.requiredNumber("status", 400L, 200, 599));
        int times = times(in);
        in.nothingElse();
        state.grants().force(refusal, times);
        return new JsonObject();
    }

    private JsonObject forceError(RoutingContext context) {
        AdminInput in = input(context);
        NextCalls.Target target = target(in);
        int times = times(in);
        VkCaptchas.Style style = in.word("captcha", VkCaptchas.Style.class, null);
        int code = (int) in.requiredNumber("code", style == null ? null : (long) VkErrors.CAPTCHA, 1, MAX_CODE);
        ForcedError error;
        if (code == VkErrors.CAPTCHA) {
            error = new ForcedError.Captcha(style == null ? VkCaptchas.Style.OLD : style);
        } else if (style != null) {
            throw new BadAdminInput("captcha", "goes with code 14 only");
        } else {
            Long subcode = in.number("subcode", null, 1, MAX_CODE);
            error = new ForcedError.Fixed(VkErrors.forced(
                    code, subcode == null ? null : subcode.intValue(), in.text("message", null), state.origin()));
        }
        in.nothingElse();
        state.errors().add(target, error, times);
        return new JsonObject();
    }

    private JsonObject orderFault(RoutingContext context) {
        AdminInput in = input(context);
        NextCalls.Target target = target(in);
        int times = times(in);
        VkFault.Kind kind = in.word("kind", VkFault.Kind.class, null);
        if (kind == null) {
            throw new BadAdminInput("kind", "is missing");
        }
        long millis = kind == VkFault.Kind.LATENCY ? in.requiredNumber("millis", null, 1, MAX_MILLIS) : 0;
        in.nothingElse();
        state.faults().add(target, new VkFault(kind, millis), times);
        return new JsonObject();
    }

    private JsonObject putSettings(RoutingContext context) {
        AdminInput in = input(context);
        VkHabits habits = VkHabits.read(in, state.habits());
        in.nothingElse();
        state.habits(habits);
        return habits.toJson();
    }

    private JsonObject reset() {
        state.reset();
        return new JsonObject();
    }

    private void requireSound(VkTokenSpec spec, AdminInput in) {
        in.nothingElse();
        if (spec.userId() != null && state.world().user(spec.userId()) == null) {
            throw new BadAdminInput("user_id", "is nobody here; put users/" + spec.userId() + " first");
        }
        spec.quota().keySet().forEach(method -> requireMethod("quota." + method, method));
    }

    /** Names of tokens and methods are checked, since an order for a misspelt one would wait for ever. */
    private NextCalls.Target target(AdminInput in) {
        String token = in.text("token", null);
        String method = in.text("method", null);
        if (token != null) {
            known(token);
        }
        if (method != null) {
            requireFaulty(method);
        }
        return new NextCalls.Target(token, method);
    }

    private static int times(AdminInput in) {
        return (int) in.requiredNumber("times", 1L, 1, MAX_TIMES);
    }

    private VkToken known(String value) {
        VkToken token = state.tokens().find(value);
        if (token == null) {
            throw new BadAdminInput("token", "is not known here");
        }
        return token;
    }

    private void requireMethod(String field, String method) {
        if (!knowsMethod.test(method)) {
            throw new BadAdminInput(field, "is not a method of this stand-in");
        }
    }

    private void requireFaulty(String method) {
        if (!method.equals(VkIdChannel.METHOD)) {
            requireMethod("method", method);
        }
    }

    static AdminInput input(RoutingContext context) {
        return AdminInput.of(context.body().buffer());
    }

    static Handler<RoutingContext> answer(Function<RoutingContext, JsonObject> action) {
        return context -> {
            try {
                context.json(action.apply(context));
            } catch (BadAdminInput bad) {
                context.response().setStatusCode(400);
                context.json(new JsonObject().put("field", bad.field()).put("error", bad.getMessage()));
            }
        };
    }
}

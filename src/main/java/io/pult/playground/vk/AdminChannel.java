package io.pult.playground.vk;

import io.vertx.core.Handler;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * {@code /stand-in/…}: sets up what the API is to answer, and tells what it was asked. JSON in and out; what cannot be
 * used gets a 400 with {@code field} and {@code error}.
 *
 * <pre>{@code
 * GET    tokens                     every token with its calls, inner_calls (inside execute) and errors by code
 * PUT    tokens/{token}             {kind: user|group|service, user_id?, scopes?, ip?, dead?, rps?, quota?: {method: n}}
 * PATCH  tokens/{token}             the same, fields that change; budgets and counters go on
 * POST   tokens/{token}/kill        error 5 from now on
 * DELETE tokens/{token}
 * PUT    users/{id}                 {first_name, last_name, screen_name?, deactivated?: deleted|banned, is_closed?, …}
 * POST   errors                     {code, subcode?, message?, token?, method?, times?} or {captcha: old|new, …}
 * POST   faults                     {kind: latency|html|cut|cut_body|hang, millis?, token?, method?, times?}
 * PUT    settings                   {echo_params?, echo_token?}: what request_params of an error holds
 * POST   reset                      no tokens, the demo users, nothing forced
 * }</pre>
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
        router.put("/stand-in/users/:id").handler(answer(this::putUser));
        router.post("/stand-in/errors").handler(answer(this::forceError));
        router.post("/stand-in/faults").handler(answer(this::orderFault));
        router.put("/stand-in/settings").handler(answer(this::putSettings));
        router.post("/stand-in/reset").handler(answer(context -> reset()));
    }

    private JsonObject tokens() {
        return new JsonObject().put("tokens", state.tokens().toJson());
    }

    private JsonObject putToken(RoutingContext context) {
        VkTokenSpec spec = spec(input(context), null);
        return state.tokens().put(context.pathParam("token"), spec).toJson();
    }

    private JsonObject patchToken(RoutingContext context) {
        VkToken token = known(context.pathParam("token"));
        token.redefine(spec(input(context), token.spec()));
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

    private JsonObject putUser(RoutingContext context) {
        String id = context.pathParam("id");
        if (!id.matches("[1-9][0-9]{0,14}")) {
            throw new BadAdminInput("id", "must be a whole number of 1 to 15 digits");
        }
        AdminInput in = input(context);
        VkUser user = VkUser.read(Long.parseLong(id), in);
        in.nothingElse();
        state.world().put(user);
        return user.toJson(user.details().fieldNames());
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
        VkState.Echo echo = new VkState.Echo(
                in.flag("echo_params", state.echo().params()),
                in.flag("echo_token", state.echo().token()));
        in.nothingElse();
        state.echo(echo);
        return new JsonObject().put("echo_params", echo.params()).put("echo_token", echo.token());
    }

    private JsonObject reset() {
        state.reset();
        return new JsonObject();
    }

    private VkTokenSpec spec(AdminInput in, @Nullable VkTokenSpec before) {
        VkTokenSpec spec = VkTokenSpec.read(in, before);
        in.nothingElse();
        if (spec.userId() != null && state.world().user(spec.userId()) == null) {
            throw new BadAdminInput("user_id", "is nobody here; put users/" + spec.userId() + " first");
        }
        spec.quota().keySet().forEach(method -> requireMethod("quota." + method, method));
        return spec;
    }

    /** Names of tokens and methods are checked, since an order for a misspelt one would wait for ever. */
    private NextCalls.Target target(AdminInput in) {
        String token = in.text("token", null);
        String method = in.text("method", null);
        if (token != null) {
            known(token);
        }
        if (method != null) {
            requireMethod("method", method);
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

    private static AdminInput input(RoutingContext context) {
        return AdminInput.of(context.body().buffer());
    }

    private static Handler<RoutingContext> answer(Function<RoutingContext, JsonObject> action) {
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

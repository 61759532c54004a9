package io.pult.api;

import io.pult.api.Operation.Verb;
import io.pult.bus.Bus;
import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.bus.Reply;
import io.pult.bus.RequestContext;
import io.pult.infra.ClientNetwork;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Takes a request through its steps, each of which may refuse it; the answer comes over the bus. */
final class Gateway {
    private static final CharSequence REQUEST_ID = HttpHeaders.createOptimized("x-request-id");
    private static final CharSequence IDEMPOTENCY_KEY = HttpHeaders.createOptimized("idempotency-key");
    private static final String USER_AGENT = Arguments.quotedName("user_agent");
    private static final String IF_MATCH = Arguments.quotedName("if_match");
    private static final Pattern NOT_PRINTABLE = Pattern.compile("[^\\x20-\\x7e]+");
    private static final int LONGEST_USER_AGENT = 300;
    private static final int UPLOAD_LIMIT = 1 << 20;
    private static final Locale RUSSIAN = Locale.forLanguageTag("ru");

    private final Edge edge;
    private final Contract contract;
    private final Bus bus;
    private final Authenticator authenticator;
    private final Limiter keys;
    private final Limiter addresses;
    private final ClientAddress clientAddress;
    private final CrossSite crossSite;
    private final RequestIds ids;
    private final BodyReader bodies;
    private final Answers answers;
    private final Map<String, LocalAnswer> locals;
    private final WebApp webApp;

    /**
     * @param locals by operation id; what is not among them is asked of the bus
     * @param webApp answers what is not in the contract, when somebody comes with a browser
     */
    Gateway(
            Edge edge,
            Contract contract,
            Bus bus,
            Authenticator authenticator,
            Limiter keys,
            Limiter addresses,
            RequestIds ids,
            BodyReader bodies,
            Map<String, LocalAnswer> locals,
            WebApp webApp) {
        this.edge = edge;
        this.contract = contract;
        this.bus = bus;
        this.authenticator = authenticator;
        this.keys = keys;
        this.addresses = addresses;
        this.clientAddress = new ClientAddress(edge.settings().trustedProxies());
        this.crossSite =
                new CrossSite(edge.settings().publicUrl(), edge.settings().corsOrigins());
        this.ids = ids;
        this.bodies = bodies;
        this.answers = new Answers(edge, bus);
        this.locals = Map.copyOf(locals);
        this.webApp = webApp;
    }

    void handle(HttpServerRequest request) {
        Exchange exchange = exchange(request);
        RequestContext.bind(exchange.id());
        step(exchange, () -> route(exchange));
    }

    /** For what Netty could not read as a request. */
    void refuse(HttpServerRequest request) {
        Exchange exchange = exchange(request);
        exchange.fail(InvalidRequest.problem(request, exchange.id()));
        request.connection().close();
    }

    private Exchange exchange(HttpServerRequest request) {
        return new Exchange(edge, request, ids.of(request.headers().get(REQUEST_ID)), clientAddress.of(request));
    }

    /** Whatever a step throws is an answer; nothing leaves a client waiting. */
    private static void step(Exchange exchange, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            exchange.fail(e);
        }
    }

    private void route(Exchange exchange) {
        HttpServerRequest request = exchange.request();
        String path = request.path();
        Routes.Match match = path == null ? null : contract.routes().find(path);
        if (match == null) {
            if (!webApp.answer(exchange, path)) {
                throw Failure.notFound("route.not_found", "There is nothing at this path");
            }
            return;
        }
        if (request.method().equals(HttpMethod.OPTIONS)) {
            options(exchange, match);
            return;
        }
        Verb verb = verb(request.method());
        Operation operation = verb == null ? null : match.operations().get(verb);
        if (operation == null) {
            request.response().putHeader(HttpHeaders.ALLOW, match.allow());
            throw Failure.of(
                    Failure.Kind.METHOD_NOT_ALLOWED, "route.method_not_allowed", "This path takes " + match.allow());
        }
        exchange.routed(operation, match.values());
        if (exchange.carriesBody()) {
            request.pause();
        }
        crossSite.check(request, operation);
        admit(exchange, operation);
    }

    private static void options(Exchange exchange, Routes.Match match) {
        exchange.head(204, Exchange.JSON).putHeader(HttpHeaders.ALLOW, match.allow());
        exchange.preflight(match.allow());
        exchange.endEmpty();
    }

    private static @Nullable Verb verb(HttpMethod method) {
        return switch (method.name()) {
            case "GET", "HEAD" -> Verb.GET;
            case "POST" -> Verb.POST;
            case "PUT" -> Verb.PUT;
            case "PATCH" -> Verb.PATCH;
            case "DELETE" -> Verb.DELETE;
            default -> null;
        };
    }

    /** A key that is known is counted by key; everybody else by address, before anybody is asked who it is. */
    private void admit(Exchange exchange, Operation operation) {
        String authorization = exchange.header(HttpHeaders.AUTHORIZATION);
        Authenticator.Bearer token = authorization == null ? null : Authenticator.bearer(authorization);
        Authenticator.Known known = token == null ? null : authenticator.remembered(token.hash());
        if (known != null) {
            admitKnown(exchange, operation, known);
            return;
        }
        count(addresses, ClientNetwork.of(exchange.address()), exchange, () -> {
            if (token == null) {
                authorize(exchange, operation);
            } else {
                resolve(exchange, authenticator.ask(token), found -> admitKnown(exchange, operation, found));
            }
        });
    }

    private void admitKnown(Exchange exchange, Operation operation, Authenticator.Known known) {
        count(keys, known.principal().subject(), exchange, () -> {
            exchange.authenticated(known.principal(), known);
            authorize(exchange, operation);
        });
    }

    private static void count(Limiter limiter, String key, Exchange exchange, Runnable next) {
        limiter.take(
                key,
                verdict -> step(exchange, () -> {
                    exchange.limited(verdict);
                    if (!verdict.allowed()) {
                        throw verdict.refusal();
                    }
                    next.run();
                }));
    }

    private static <T> void resolve(Exchange exchange, Future<T> future, Consumer<T> next) {
        future.onComplete(done -> step(exchange, () -> {
            if (done.failed()) {
                exchange.fail(done.cause());
            } else {
                next.accept(done.result());
            }
        }));
    }

    private void authorize(Exchange exchange, Operation operation) {
        if (operation.security().allows(exchange.principal())) {
            decode(exchange, operation);
            return;
        }
        throw exchange.principal().anonymous()
                ? Failure.unauthenticated("access.unauthenticated", "This needs an access token or an API key")
                : Failure.forbidden("access.forbidden", "What you hold does not include the right to do this");
    }

    private void decode(Exchange exchange, Operation operation) {
        var arguments = new Arguments();
        HttpServerRequest request = exchange.request();
        operation.parameters().decode(exchange.pathValues(), request.query(), name -> cookie(request, name), arguments);
        Long ifMatch = EntityTag.expected(exchange.header(HttpHeaders.IF_MATCH), operation.headers());
        if (ifMatch != null) {
            arguments.name(IF_MATCH);
            arguments.whole(ifMatch);
        }
        String userAgent = operation.headers().userAgent() ? exchange.header(HttpHeaders.USER_AGENT) : null;
        if (userAgent != null) {
            arguments.name(USER_AGENT);
            arguments.text(printable(userAgent));
        }
        Call call = call(exchange, operation);
        if (!exchange.carriesBody()) {
            body(exchange, operation, arguments, new byte[0], call);
        } else {
            int limit =
                    operation.http().upload() ? UPLOAD_LIMIT : edge.settings().maxBody();
            bodies.read(
                    exchange, limit, bytes -> step(exchange, () -> body(exchange, operation, arguments, bytes, call)));
        }
    }

    /** Headers may hold any byte; what is kept of this one is read by people. */
    private static String printable(String header) {
        String text = NOT_PRINTABLE.matcher(header).replaceAll(" ");
        return text.length() <= LONGEST_USER_AGENT ? text : text.substring(0, LONGEST_USER_AGENT);
    }

    private static @Nullable String cookie(HttpServerRequest request, String name) {
        Cookie cookie = request.getCookie(name);
        return cookie == null ? null : cookie.getValue();
    }

    private static Call call(Exchange exchange, Operation operation) {
        String language = exchange.header(HttpHeaders.ACCEPT_LANGUAGE);
        return new Call(
                exchange.principal(),
                exchange.id(),
                System.nanoTime() + operation.op().timeout().toNanos(),
                exchange.address(),
                language != null && language.startsWith("ru") ? RUSSIAN : Locale.ENGLISH,
                idempotencyKey(exchange, operation.headers()));
    }

    private static @Nullable String idempotencyKey(Exchange exchange, Operation.TakenHeaders headers) {
        String key = headers.idempotencyKey() ? exchange.header(IDEMPOTENCY_KEY) : null;
        if (key == null) {
            if (headers.keyRequired()) {
                throw Failure.invalid("parameter.missing", "This needs the header Idempotency-Key");
            }
            return null;
        }
        boolean visible = key.chars().allMatch(c -> c >= 0x20 && c <= 0x7e);
        if (key.isEmpty() || key.length() > 255 || !visible) {
            throw Failure.invalid("parameter.invalid", "Idempotency-Key must be 1 to 255 visible ASCII characters");
        }
        return key;
    }

    private void body(Exchange exchange, Operation operation, Arguments arguments, byte[] bytes, Call call) {
        Operation.Body wanted = operation.body();
        if (wanted != null) {
            if (bytes.length > 0) {
                String type = mediaType(exchange, wanted);
                if (operation.http().upload()) {
                    arguments.body(upload(type, bytes));
                } else {
                    JsonBody.check(wanted.shape(), bytes);
                    arguments.body(bytes);
                }
            } else if (wanted.required()) {
                throw Failure.invalid("body.missing", "This needs a body");
            }
        }
        ask(exchange, operation, arguments.close(), call);
    }

    private static String mediaType(Exchange exchange, Operation.Body wanted) {
        String header = exchange.header(HttpHeaders.CONTENT_TYPE);
        String type = header == null ? "" : header;
        int semicolon = type.indexOf(';');
        String plain =
                (semicolon < 0 ? type : type.substring(0, semicolon)).trim().toLowerCase(Locale.ROOT);
        if (!wanted.mediaTypes().contains(plain)) {
            throw Failure.of(
                    Failure.Kind.UNSUPPORTED,
                    "body.unsupported_type",
                    "The body must be " + String.join(" or ", wanted.mediaTypes()));
        }
        return plain;
    }

    private static byte[] upload(String type, byte[] bytes) {
        return new JsonObject()
                .put("content_type", type)
                .put("data", Base64.getEncoder().encodeToString(bytes))
                .toBuffer()
                .getBytes();
    }

    private void ask(Exchange exchange, Operation operation, Buffer arguments, Call call) {
        LocalAnswer local = locals.get(operation.id());
        if (local != null) {
            local.answer(exchange, arguments.toJsonObject());
        } else if (operation.http().stream() != null) {
            answers.stream(exchange, operation, arguments, call);
        } else {
            resolve(
                    exchange,
                    bus.forward(operation.op(), arguments, call).compose(this::knowing),
                    reply -> answers.answer(exchange, operation, reply));
        }
    }

    /** Whoever asks again after this answer is looked at anew, here at once and elsewhere with the feed's next reading. */
    private Future<Reply> knowing(Reply reply) {
        return reply.askerChanged()
                // Without the feed, too, the answer is true; nothing remembered is then trusted for long.
                ? authenticator.hearRevocations().otherwiseEmpty().map(reply)
                : Future.succeededFuture(reply);
    }
}

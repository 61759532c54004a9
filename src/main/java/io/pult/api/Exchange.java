package io.pult.api;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.pult.bus.Failure;
import io.pult.bus.Principal;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request on its way to one answer: what is known of it so far, and the only place that writes the answer. */
final class Exchange {
    static final CharSequence JSON = HttpHeaders.createOptimized("application/json");

    private static final Logger log = LoggerFactory.getLogger(Exchange.class);
    private static final CharSequence PROBLEM = HttpHeaders.createOptimized("application/problem+json");
    private static final CharSequence REQUEST_ID = HttpHeaders.createOptimized("x-request-id");
    private static final CharSequence CONTENT_TYPE_OPTIONS = HttpHeaders.createOptimized("x-content-type-options");
    private static final CharSequence NOSNIFF = HttpHeaders.createOptimized("nosniff");
    private static final CharSequence REFERRER_POLICY = HttpHeaders.createOptimized("referrer-policy");
    private static final CharSequence NO_REFERRER = HttpHeaders.createOptimized("no-referrer");
    private static final CharSequence CSP = HttpHeaders.createOptimized("content-security-policy");
    private static final CharSequence NOTHING_LOADS =
            HttpHeaders.createOptimized("default-src 'none'; frame-ancestors 'none'");
    private static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");
    private static final CharSequence RATE_LIMIT = HttpHeaders.createOptimized("ratelimit");
    private static final CharSequence RATE_LIMIT_POLICY = HttpHeaders.createOptimized("ratelimit-policy");

    /** How long a client that is still sending is given to read why it was refused. */
    private static final long LINGER_MS = 500;

    private final Edge edge;
    private final HttpServerRequest request;
    private final String id;
    private final String address;
    private final long began;
    private final boolean carriesBody;

    private @Nullable Operation operation;
    private List<String> pathValues = List.of();
    private Principal principal = Principal.ANONYMOUS;
    private Authenticator.@Nullable Known known;
    private Limiter.@Nullable Verdict verdict;
    private boolean closing;

    Exchange(Edge edge, HttpServerRequest request, String id, String address) {
        this.edge = edge;
        this.request = request;
        this.id = id;
        this.address = address;
        this.began = edge.now();
        String length = request.headers().get(HttpHeaders.CONTENT_LENGTH);
        this.carriesBody =
                (length != null && !length.equals("0")) || request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
    }

    HttpServerRequest request() {
        return request;
    }

    HttpServerResponse response() {
        return request.response();
    }

    @Nullable
    String header(CharSequence name) {
        return request.headers().get(name);
    }

    String id() {
        return id;
    }

    String address() {
        return address;
    }

    boolean carriesBody() {
        return carriesBody;
    }

    void routed(Operation operation, List<String> pathValues) {
        this.operation = operation;
        this.pathValues = pathValues;
    }

    List<String> pathValues() {
        return pathValues;
    }

    void authenticated(Principal principal, Authenticator.Known known) {
        this.principal = principal;
        this.known = known;
    }

    Principal principal() {
        return principal;
    }

    /** Absent when the client showed no token. */
    Authenticator.@Nullable Known known() {
        return known;
    }

    /** The connection ends with this answer; to be said before {@link #head}. */
    void closeAfterwards() {
        closing = true;
    }

    void limited(Limiter.Verdict verdict) {
        this.verdict = verdict;
    }

    /** Status and the headers that every answer has; whoever answers may set them otherwise. */
    HttpServerResponse head(int status, CharSequence contentType) {
        HttpServerResponse response = request.response();
        response.setStatusCode(status);
        var headers = response.headers();
        headers.set(HttpHeaders.CONTENT_TYPE, contentType);
        headers.set(REQUEST_ID, id);
        headers.set(CONTENT_TYPE_OPTIONS, NOSNIFF);
        headers.set(REFERRER_POLICY, NO_REFERRER);
        headers.set(CSP, NOTHING_LOADS);
        headers.set(HttpHeaders.CACHE_CONTROL, NO_STORE);
        if (verdict != null) {
            headers.set(RATE_LIMIT_POLICY, verdict.policy());
            headers.set(RATE_LIMIT, verdict.state());
        }
        edge.cors().mark(request, response);
        closing |= closesConnection();
        if (closing) {
            headers.set(HttpHeaders.CONNECTION, HttpHeaderValues.CLOSE);
        }
        return response;
    }

    void answer(int status, CharSequence contentType, Buffer body) {
        if (gone()) {
            return;
        }
        head(status, contentType);
        end(body);
    }

    /** After {@link #head}. */
    void end(Buffer body) {
        if (request.method().equals(HttpMethod.HEAD)) {
            response().putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()));
            finish(response().end());
        } else {
            finish(response().end(body));
        }
    }

    /** After {@link #head}: an answer whose status says all. */
    void endEmpty() {
        response().headers().remove(HttpHeaders.CONTENT_TYPE);
        finish(response().end());
    }

    /** After {@link #head} and any number of writes. */
    void endStream() {
        finish(response().end());
    }

    void preflight(String allow) {
        edge.cors().preflight(request, response(), allow);
    }

    private void finish(Future<Void> written) {
        edge.measure(operation, response().getStatusCode(), began);
        if (closing) {
            // What the client still sends is read and thrown away for a moment: closing at once would reset the
            // connection, and the answer with it.
            request.handler(null).endHandler(null).resume();
            long linger = request.isEnded() || !carriesBody ? 1 : LINGER_MS;
            written.onComplete(done -> edge.after(linger, request.connection()::close));
        }
    }

    /** Breaks the connection: the only way to say that an answer that has begun is not whole. */
    void abort() {
        request.connection().close();
    }

    private boolean closesConnection() {
        return request.version() != HttpVersion.HTTP_2 && (edge.draining() || (carriesBody && !request.isEnded()));
    }

    /** The client has left, or has its answer. */
    boolean gone() {
        return response().ended() || response().closed();
    }

    void fail(Throwable cause) {
        fail(cause instanceof Failure failure ? failure : inside(cause));
    }

    private Failure inside(Throwable cause) {
        log.atError()
                .setCause(cause)
                .addKeyValue("request_id", id)
                .addKeyValue("operation", operation == null ? "none" : operation.id())
                .log("a request failed inside the gateway");
        return Failure.internal(id);
    }

    private void fail(Failure failure) {
        if (gone()) {
            return;
        }
        if (response().headWritten()) {
            abort();
            return;
        }
        fail(Problem.of(failure, id));
    }

    void fail(Problem problem) {
        HttpServerResponse response = head(problem.status(), PROBLEM);
        if (problem.retryAfter() != null) {
            response.putHeader(HttpHeaders.RETRY_AFTER, Long.toString(problem.retryAfter()));
        }
        if (problem.status() == Failure.Kind.UNAUTHENTICATED.status()) {
            response.putHeader(
                    HttpHeaderNames.WWW_AUTHENTICATE,
                    request.headers().contains(HttpHeaders.AUTHORIZATION)
                            ? "Bearer realm=\"pult\", error=\"invalid_token\""
                            : "Bearer realm=\"pult\"");
        }
        end(problem.json());
    }
}

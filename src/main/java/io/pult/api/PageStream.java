package io.pult.api;

import io.pult.bus.Bus;
import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.bus.Reply;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A long answer as NDJSON or CSV, pulled page by page: one page is in flight, and the next is asked for when the client
 * has read enough of the last. When a page fails, the connection breaks, so that half an export never looks whole.
 */
final class PageStream {
    private static final String CSV = "text/csv; charset=utf-8";
    private static final String NDJSON = "application/x-ndjson";

    private final Exchange exchange;
    private final Operation operation;
    private final Bus bus;
    private final Buffer arguments;
    private final Call first;
    private final List<String> columns;
    private boolean csv;

    /** @param arguments of the first page: an object without {@code cursor} */
    PageStream(Exchange exchange, Operation operation, Bus bus, Buffer arguments, Call first) {
        this.exchange = exchange;
        this.operation = operation;
        this.bus = bus;
        this.arguments = arguments;
        this.first = first;
        HttpTraits.Stream stream = operation.http().stream();
        this.columns = stream == null ? List.of() : stream.columns();
    }

    /** @throws Failure NOT_ACCEPTABLE when there is no form that the client takes */
    void start() {
        csv = wantsCsv(exchange.header(HttpHeaders.ACCEPT));
        pull(arguments, first);
    }

    private boolean wantsCsv(@Nullable String accept) {
        if (accept == null || accept.contains("*/*") || accept.contains("application/x-ndjson")) {
            return false;
        }
        if (accept.contains("text/csv") && !columns.isEmpty()) {
            return true;
        }
        throw Failure.of(
                Failure.Kind.NOT_ACCEPTABLE,
                "accept.unsupported",
                columns.isEmpty() ? "This comes as " + NDJSON : "This comes as " + NDJSON + " or text/csv");
    }

    private void pull(Buffer arguments, Call call) {
        bus.forward(operation.op(), arguments, call).onComplete(done -> {
            if (exchange.gone()) {
                return;
            }
            try {
                if (done.failed()) {
                    exchange.fail(done.cause());
                } else {
                    write(done.result());
                }
            } catch (RuntimeException e) {
                exchange.fail(e);
            }
        });
    }

    private void write(Reply reply) {
        JsonObject page = reply.body().toJsonObject();
        boolean begins = !exchange.response().headWritten();
        if (begins) {
            exchange.head(operation.success(), csv ? CSV : NDJSON);
            if (exchange.request().method().equals(HttpMethod.HEAD)) {
                exchange.endStream();
                return;
            }
            exchange.response().setChunked(true);
        }
        var out = Buffer.buffer();
        if (begins && csv) {
            Csv.header(columns, out);
        }
        JsonArray items = page.getJsonArray("items");
        for (int i = 0; i < items.size(); i++) {
            JsonObject item = items.getJsonObject(i);
            if (csv) {
                Csv.row(columns, item, out);
            } else {
                out.appendBuffer(item.toBuffer()).appendByte((byte) '\n');
            }
        }
        exchange.response().write(out);
        next(page.getString("next"));
    }

    private void next(@Nullable String cursor) {
        if (cursor == null) {
            exchange.endStream();
            return;
        }
        Runnable ask = () -> pull(with(cursor), again());
        if (exchange.response().writeQueueFull()) {
            exchange.response().drainHandler(drained -> {
                exchange.response().drainHandler(null);
                ask.run();
            });
        } else {
            ask.run();
        }
    }

    private Buffer with(String cursor) {
        return arguments.toJsonObject().put("cursor", cursor).toBuffer();
    }

    /** Each page has the whole time of the Op: how long the stream takes is the client's affair. */
    private Call again() {
        return new Call(
                first.principal(),
                first.requestId(),
                System.nanoTime() + operation.op().timeout().toNanos(),
                first.address(),
                first.locale(),
                null);
    }
}

package io.pult.bench;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What {@code GET /jobs/{id}} costs at least: vertx-web and the pipelined client of PostgreSQL, the same statement, the same
 * answer, and nothing of Pult. As in Pult, one verticle on one of as many event loops as there are cores.
 */
public final class BareServer extends VerticleBase {
    private final int port;
    private final PgConnectOptions database;
    private @Nullable SqlClient client;

    private BareServer(int port, PgConnectOptions database) {
        this.port = port;
        this.database = database;
    }

    /** Arguments: port, and the configuration file with the address of the database, which is a secret. */
    public static void main(String[] args) throws Exception {
        String url = new JsonObject(Files.readString(Path.of(args[1])))
                .getJsonObject("postgres")
                .getString("url");
        var database = PgConnectOptions.fromUri(url)
                .setCachePreparedStatements(true)
                .setPreparedStatementCacheMaxSize(256)
                .setPipeliningLimit(256);
        database.addProperty("TimeZone", "UTC");
        Vertx vertx = Vertx.vertx(
                new VertxOptions().setEventLoopPoolSize(Runtime.getRuntime().availableProcessors()));
        vertx.deployVerticle(new BareServer(Integer.parseInt(args[0]), database))
                .await();
    }

    @Override
    public Future<?> start() {
        client = PgBuilder.client()
                .using(vertx)
                .connectingTo(database)
                .with(new PoolOptions().setMaxSize(1))
                .build();
        Router router = Router.router(vertx);
        router.get("/jobs/:id").handler(this::job);
        router.get("/health/ready").handler(context -> context.response().end("up\n"));
        return vertx.createHttpServer(new HttpServerOptions().setTcpNoDelay(true))
                .requestHandler(router)
                .listen(port, "127.0.0.1");
    }

    private void job(RoutingContext context) {
        if (client == null) {
            context.fail(503);
            return;
        }
        client.preparedQuery("SELECT * FROM job WHERE id = $1")
                .execute(Tuple.of(UUID.fromString(context.pathParam("id"))))
                .onFailure(context::fail)
                .onSuccess(rows -> {
                    if (rows.size() == 0) {
                        context.fail(404);
                    } else {
                        context.response()
                                .putHeader("content-type", "application/json")
                                .end(json(rows.iterator().next()).toBuffer());
                    }
                });
    }

    /** Of a job that has succeeded; such a one has no error. */
    private static JsonObject json(Row row) {
        var legs = new JsonArray();
        for (String leg : row.getArrayOfStrings("legs")) {
            legs.add(leg);
        }
        var job = new JsonObject()
                .put("id", row.getUUID("id").toString())
                .put("kind", row.getString("kind"))
                .put("state", row.getString("state"))
                .put("legs", legs)
                .put("leg", row.getInteger("leg"))
                .put("step", row.getInteger("step"))
                .put("done", row.getLong("done"));
        Long legTotal = row.getLong("leg_total");
        if (legTotal != null) {
            long legDone = row.getLong("leg_done");
            job.put("total", row.getLong("done") - legDone + Math.max(legTotal, legDone));
        }
        Double progress = row.getDouble("progress");
        if (progress != null) {
            job.put("progress", progress);
        }
        job.put("attempts", row.getInteger("attempts")).put("created_by", row.getString("created_by"));
        time(job, row, "created_at");
        time(job, row, "started_at");
        time(job, row, "finished_at");
        time(job, row, "deadline");
        return job.put("version", row.getLong("version"));
    }

    private static void time(JsonObject job, Row row, String column) {
        OffsetDateTime at = row.getOffsetDateTime(column);
        if (at != null) {
            job.put(column, at.toInstant().toString());
        }
    }
}

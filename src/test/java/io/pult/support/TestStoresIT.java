package io.pult.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class TestStoresIT {
    private static final Vertx vertx = Vertx.vertx();

    @AfterAll
    static void closeVertx() throws Exception {
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    @Test
    void each_call_gives_a_database_that_nobody_has_written_to() throws Exception {
        URI one = TestStores.database();
        URI two = TestStores.database();
        assertThat(tables(one, "CREATE TABLE mark ()")).isEqualTo(1);
        assertThat(tables(two, "SELECT 1")).isZero();
    }

    @Test
    void each_call_gives_a_redis_database_of_its_own() {
        URI one = TestStores.redis();
        URI two = TestStores.redis();
        assertThat(one.getAuthority()).isEqualTo(two.getAuthority());
        assertThat(one.getPath()).isNotEqualTo(two.getPath()).isNotEqualTo("/0");
    }

    private static long tables(URI database, String first) throws Exception {
        return PgConnection.connect(vertx, PgConnectOptions.fromUri(database.toString()))
                .compose(connection -> connection
                        .query(first)
                        .execute()
                        .compose(done -> connection
                                .query("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
                                .execute())
                        .eventually(connection::close))
                .await(10, TimeUnit.SECONDS)
                .iterator()
                .next()
                .getLong(0);
    }
}

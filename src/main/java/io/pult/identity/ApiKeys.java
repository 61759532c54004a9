package io.pult.identity;

import io.pult.bus.Call;
import io.pult.contract.identity.ApiKeyOps;
import io.pult.infra.Outbox;
import io.pult.infra.Pg;
import io.pult.infra.PgSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** Makes the first API key, from the machine itself and without a node: before it there is nobody who could ask for one. */
public final class ApiKeys {
    private ApiKeys() {}

    /** @return the key's text, which nobody will see again */
    public static Future<String> issue(Vertx vertx, PgSettings postgres, String name, List<String> scopes) {
        Pg pg = Pg.open(vertx, postgres);
        var handlers = new ApiKeyHandlers(pg, new Outbox(), Clock.systemUTC());
        var request = new ApiKeyOps.Create(new ApiKeyOps.Create.Body(name, scopes, null));
        return Future.succeededFuture(request)
                .compose(create -> handlers.create(create, Call.system("keygen", Duration.ofSeconds(10))))
                .map(ApiKeyOps.Created::token)
                .eventually(pg::close);
    }
}

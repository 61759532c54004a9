package io.pult.identity.audit;

import io.pult.bus.Json;
import io.pult.contract.identity.AuditRecord;
import io.pult.identity.PersonalData;
import io.pult.identity.User;
import io.pult.infra.Cursor;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a person did and what was done with their account. */
final class AuditData implements PersonalData {
    private final AuditStore audit;

    AuditData(AuditStore audit) {
        this.audit = audit;
    }

    @Override
    public String name() {
        return "audit";
    }

    @Override
    public Future<JsonArray> of(UUID user) {
        return read(User.subject(user), null, new JsonArray());
    }

    private Future<JsonArray> read(String subject, @Nullable String cursor, JsonArray read) {
        return audit.about(subject, Cursor.MAX_LIMIT, cursor).compose(page -> {
            for (AuditRecord entry : page.items()) {
                read.add(new JsonObject(Json.write(entry)));
            }
            return page.next() == null || read.size() >= MOST
                    ? Future.succeededFuture(read)
                    : read(subject, page.next(), read);
        });
    }
}

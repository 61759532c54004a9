package io.pult.identity;

import io.pult.bus.Bus;
import io.pult.bus.Call;
import io.pult.bus.Change;
import io.pult.bus.Failure;
import io.pult.bus.SignIn;
import io.pult.contract.identity.AuditEntry;
import io.pult.contract.identity.Me;
import io.pult.contract.identity.MeOps;
import io.pult.infra.Outbox;
import io.pult.infra.Pg;
import io.pult.infra.Sql;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Map;
import java.util.StringJoiner;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A person's own account: shown, changed and taken along. */
final class MeHandlers {
    private static final String NO_NAME = "";
    private static final String LANG_CODE = "en";
    private static final String TIME_ZONE = "UTC";

    private final Pg pg;
    private final Outbox outbox;
    private final InstantSource clock;
    private final PersonalExport export;

    MeHandlers(Pg pg, Outbox outbox, InstantSource clock, PersonalExport export) {
        this.pg = pg;
        this.outbox = outbox;
        this.clock = clock;
        this.export = export;
    }

    Future<?> serve(Bus bus) {
        return Future.all(
                bus.serve(MeOps.GET, this::get),
                bus.serve(MeOps.UPDATE, this::update),
                bus.serve(MeOps.EXPORT, this::export));
    }

    Future<Me> get(MeOps.Get request, Call call) {
        return find(pg, Asker.person(call), call);
    }

    Future<Me> update(MeOps.Update request, Call call) {
        UUID user = Asker.person(call);
        var body = request.body();
        String timeZone = wanted(body.timeZone(), TIME_ZONE);
        if (timeZone != null && !ZoneId.getAvailableZoneIds().contains(timeZone)) {
            throw Failure.unprocessable(
                    "me.time_zone", "time_zone is a name of the IANA database, such as Europe/Moscow or UTC");
        }
        var entry = AuditEntry.done(call, clock.instant(), "profile.changed", User.subject(user))
                .with(Map.of("fields", changed(body)));
        return pg.tx(tx -> {
            var store = new MeStore(tx);
            return store.lock(user)
                    .map(version -> current(version.orElseThrow(MeHandlers::unknown), request.ifMatch()))
                    .compose(version -> store.update(
                            user, wanted(body.name(), NO_NAME), wanted(body.langCode(), LANG_CODE), timeZone))
                    .compose(updated -> outbox.put(tx, AuditEntry.RECORD, entry))
                    .compose(put -> find(tx, user, call));
        });
    }

    Future<MeOps.Exported> export(MeOps.Export request, Call call) {
        UUID user = Asker.person(call);
        var entry = AuditEntry.done(call, clock.instant(), "user.exported", User.subject(user));
        return export.of(user)
                .compose(document ->
                        pg.tx(tx -> outbox.put(tx, AuditEntry.RECORD, entry)).map(document));
    }

    private static Future<Me> find(Sql sql, UUID user, Call call) {
        return new MeStore(sql)
                .find(user)
                .map(found -> found.orElseThrow(MeHandlers::unknown)
                        .in(session(call.principal().signIn())));
    }

    private static Me.@Nullable Session session(@Nullable SignIn signIn) {
        return signIn == null ? null : new Me.Session(signIn.session(), signIn.confirmedAt());
    }

    /** @return absent: it stays */
    private static @Nullable String wanted(Change<String> change, String cleared) {
        return change.present() && change.value() == null ? cleared : change.value();
    }

    /** What was changed, and not to what: the audit outlives the profile. */
    private static String changed(MeOps.Update.Body body) {
        var fields = new StringJoiner(", ");
        if (body.name().present()) {
            fields.add("name");
        }
        if (body.langCode().present()) {
            fields.add("lang_code");
        }
        if (body.timeZone().present()) {
            fields.add("time_zone");
        }
        return fields.toString();
    }

    private static long current(long version, @Nullable Long ifMatch) {
        if (ifMatch != null && ifMatch != version) {
            throw Failure.of(Failure.Kind.STALE, "user.changed", "The account was changed meanwhile; read it again");
        }
        return version;
    }

    static Failure unknown() {
        return Failure.notFound("user.not_found", "There is no such person");
    }
}

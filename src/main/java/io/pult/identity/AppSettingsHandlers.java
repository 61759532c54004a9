package io.pult.identity;

import io.pult.bus.Bus;
import io.pult.bus.Call;
import io.pult.bus.Change;
import io.pult.bus.Failure;
import io.pult.contract.identity.AppSettings;
import io.pult.contract.identity.AppSettingsOps;
import io.pult.contract.identity.AppSettingsOps.PublicSettings;
import io.pult.contract.identity.AuditEntry;
import io.pult.contract.identity.SocialProvider;
import io.pult.infra.Outbox;
import io.pult.infra.Pg;
import io.pult.infra.Sql;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

final class AppSettingsHandlers {
    private final Pg pg;
    private final Outbox outbox;
    private final InstantSource clock;
    private final List<SocialProvider> providers;

    AppSettingsHandlers(Pg pg, Outbox outbox, InstantSource clock, List<SocialProvider> providers) {
        this.pg = pg;
        this.outbox = outbox;
        this.clock = clock;
        this.providers = providers;
    }

    Future<?> serve(Bus bus) {
        return Future.all(
                bus.serve(AppSettingsOps.GET, this::get),
                bus.serve(AppSettingsOps.UPDATE, this::update),
                bus.serve(AppSettingsOps.GET_PUBLIC, this::getPublic));
    }

    Future<AppSettings> get(AppSettingsOps.GetSettings request, Call call) {
        return new AppSettingsStore(pg).read();
    }

    Future<PublicSettings> getPublic(AppSettingsOps.GetPublicSettings request, Call call) {
        return new AppSettingsStore(pg)
                .read()
                .map(settings -> new PublicSettings(
                        settings.registrationEnabled(), settings.instanceName(), settings.langCode(), providers));
    }

    Future<AppSettings> update(AppSettingsOps.UpdateSettings request, Call call) {
        return pg.tx(tx -> new AppSettingsStore(tx).lock().compose(before -> {
            if (request.ifMatch() != null && request.ifMatch() != before.version()) {
                throw Failure.of(
                        Failure.Kind.STALE, "settings.changed", "The settings were changed meanwhile; read them again");
            }
            var changed = new ArrayList<String>();
            var body = request.body();
            var wanted = new AppSettings(
                    change("registration_enabled", body.registrationEnabled(), before.registrationEnabled(), changed),
                    change("instance_name", body.instanceName(), before.instanceName(), changed),
                    change("lang_code", body.langCode(), before.langCode(), changed),
                    before.version());
            return changed.isEmpty() ? Future.succeededFuture(before) : write(tx, wanted, changed, call);
        }));
    }

    private Future<AppSettings> write(Sql tx, AppSettings wanted, List<String> changed, Call call) {
        var entry = AuditEntry.done(call, clock.instant(), "settings.changed", null)
                .with(Map.of("changed", String.join(", ", changed)));
        return new AppSettingsStore(tx)
                .write(wanted)
                .compose(written -> outbox.put(tx, AuditEntry.RECORD, entry).map(written));
    }

    private static <T> T change(String name, Change<T> change, T current, List<String> changed) {
        if (!change.present()) {
            return current;
        }
        T value = change.value();
        if (value == null) {
            throw Failure.invalid("request.wrong_type", name + " cannot be cleared")
                    .with("pointer", "/body/" + name);
        }
        if (!value.equals(current)) {
            changed.add(name);
        }
        return value;
    }
}

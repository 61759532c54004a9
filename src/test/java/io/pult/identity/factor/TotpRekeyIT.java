package io.pult.identity.factor;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.bus.Call;
import io.pult.contract.identity.Role;
import io.pult.contract.jobs.JobStep;
import io.pult.identity.FactorRig;
import io.pult.infra.Pg;
import io.pult.infra.PgSettings;
import io.pult.infra.Secrets;
import io.pult.support.Loop;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The secrets of devices under a new key. */
class TotpRekeyIT {
    private static final int DEVICES = 105;
    private static final Call CALL = Call.system("test", Duration.ofSeconds(20));

    @TempDir
    Path folder;

    @Test
    void a_rekey_leaves_no_secret_of_a_device_under_an_older_key_and_every_device_goes_on() throws Exception {
        Path keys = folder.resolve("secrets.key");
        Secrets.generate(keys);
        var before = new TotpSecrets(Secrets.load(keys), "test");
        Secrets.generate(keys);
        var after = new TotpSecrets(Secrets.load(keys), "test");
        try (var rig = new FactorRig();
                var loop = new Loop()) {
            var pg = loop.make(() -> Pg.open(loop.vertx, PgSettings.of(rig.gate.url())));
            var user = rig.person(Role.USER);
            var key = before.make();
            loop.on(() -> new TotpStore(pg).begin(user.id(), before.seal(key, user.id()), rig.now()));
            for (int i = 1; i < DEVICES; i++) {
                UUID other = rig.person(Role.USER).id();
                loop.on(() -> new TotpStore(pg).begin(other, before.seal(before.make(), other), rig.now()));
            }
            var rekey = new TotpRekey(pg, after);

            var first = loop.on(() -> rekey.step(step(null), CALL));
            loop.on(() -> rekey.step(step(null), CALL));
            var second = loop.on(() -> rekey.step(step(first.cursor()), CALL));

            assertThat(first.done() + second.done()).isEqualTo(DEVICES);
            assertThat(second.cursor()).isNull();
            assertThat(second.total()).isEqualTo(DEVICES);
            var rows = loop.on(() -> new TotpStore(pg).after(null, DEVICES));
            assertThat(rows).hasSize(DEVICES).noneMatch(row -> after.stale(row.envelope()));
            var row = loop.on(() -> new TotpStore(pg).find(user.id())).orElseThrow();
            assertThat(after.open(row.envelope(), user.id())).isEqualTo(key.getKeyBytes());
            loop.on(pg::close);
        }
    }

    private static JobStep step(@Nullable String cursor) {
        return new JobStep(UUID.randomUUID(), 0, cursor, Map.of());
    }
}

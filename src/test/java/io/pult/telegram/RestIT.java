package io.pult.telegram;

import static org.assertj.core.api.Assertions.assertThat;

import io.pult.contract.telegram.AccountSessionOps;
import io.pult.contract.telegram.AccountSessionOps.GetSession;
import io.pult.contract.telegram.AccountSessionOps.Line;
import io.pult.contract.telegram.TelegramActs;
import io.pult.contract.telegram.TelegramActs.WatchPresence;
import io.pult.support.Altered;
import io.pult.support.Wait;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** In {@code make check}: it waits for the looks that a node takes once a second, ten times. */
@Tag("check")
class RestIT {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static TelegramRig rig;
    private static TelegramRig.Node node;

    @BeforeAll
    static void start() throws Exception {
        rig = new TelegramRig(10);
        node = rig.node(Altered.record(
                rig.settings(), Map.of("restAfter", MINUTE.multipliedBy(5), "wakeEvery", Duration.ofHours(1))));
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    @Test
    void who_is_not_needed_rests_owned_all_the_same_and_a_question_or_the_time_wakes_it() throws Exception {
        UUID account = rig.signedIn(0, 1).get(0);
        Wait.until("it is connected", () -> rig.inUse(account));

        rig.time.pass(MINUTE.multipliedBy(6));
        Wait.until("it rests", () -> line(account) == Line.RESTING);
        Wait.until("its connection is closed", () -> open() == 0);
        assertThat(rig.held(node.owner())).isEqualTo(1);

        assertThat(rig.ask(TelegramActs.STATUSES, new TelegramActs.ListStatuses(account, null, null))
                        .statuses())
                .hasSize(5);
        assertThat(line(account)).isEqualTo(Line.CONNECTED);

        rig.time.pass(MINUTE.multipliedBy(6));
        Wait.until("it rests again", () -> line(account) == Line.RESTING);
        long asked = asked();
        rig.time.pass(Duration.ofHours(1));
        Wait.until("it wakes for its own sake", () -> line(account) == Line.CONNECTED);
        Wait.until("and asks for its state", () -> asked() > asked);
        rig.time.pass(MINUTE);
        Wait.until("it rests again soon", () -> line(account) == Line.RESTING);

        rig.ask(
                TelegramActs.WATCH_PRESENCE,
                new WatchPresence(
                        account,
                        null,
                        "tracker",
                        List.of(rig.standIn.world().account("88800000001").id()),
                        List.of()));
        Wait.until("a watch wakes it", () -> line(account) == Line.CONNECTED);
        rig.time.pass(MINUTE.multipliedBy(6));
        rig.ask(TelegramActs.STATUSES, new TelegramActs.ListStatuses(account, null, null));
        rig.time.pass(MINUTE.multipliedBy(6));
        Thread.sleep(2_500);
        assertThat(line(account)).as("who watches does not rest").isNotEqualTo(Line.RESTING);
        assertThat(rig.duplicates()).isZero();
    }

    private static Line line(UUID account) {
        return rig.ask(AccountSessionOps.GET_SESSION, new GetSession(account, null))
                .line();
    }

    private static long open() {
        return rig.standIn.dataCentre(2).counts().open();
    }

    private static long asked() {
        var calls = rig.standIn.world().calls();
        return calls.getOrDefault("updates.getState", 0L) + calls.getOrDefault("updates.getDifference", 0L);
    }
}

package io.pult.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import io.pult.mtproto.Heap;
import io.pult.mtproto.session.CallFailure;
import io.pult.mtproto.session.Meter;
import io.pult.playground.telegram.dc.Fault;
import io.pult.support.Chance;
import io.pult.support.Wait;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Five thousand accounts in this JVM against the stand-in in another one. Real minutes: too long for every run. */
class TelegramCrowdIT {
    private static final Logger log = LoggerFactory.getLogger(TelegramCrowdIT.class);
    private static final int PEOPLE = 5_000;
    /** Besides the connections: jars, logs, the admin channel. */
    private static final int OTHER_FILES = 500;

    private static final int THREADS = 10 + PEOPLE / 500;
    /** What a session makes when it first needs it takes a quarter of this; ten minutes of kept pushes pass it. */
    private static final long GROWTH = PEOPLE * 4_096L;
    /** Bytes that this test itself keeps for each call: the random id of every third, twice, in sets. */
    private static final long REMEMBERED = 64;

    private static final Duration IDLE = Duration.ofSeconds(3);
    private static final Duration CALM = Duration.ofSeconds(6);
    private static final Duration SHORT_ROUND = Duration.ofSeconds(30);
    /**
     * From a restart to the next cut more than the half minute after which a session takes a connection for a good one. With
     * shorter rounds everybody would wait longer each time before it comes back, and in the end longer than its calls.
     */
    private static final Duration ROUND = Duration.ofSeconds(60);
    /** More than a call waits. */
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private static final int PUSHES_A_SECOND = 400;
    private static final int CALLS_A_SECOND = 150;
    private static final int CUT = 10;
    private static final int ATTACKED = 50;
    private static final int CALLS_UNDER_ATTACK = 3;
    /** What is done to those attacked, in turn, and how that is counted when there is a count of it. */
    private static final Map<Fault, Set<Meter>> ATTACKS = Map.of(
            Fault.UNKNOWN_CONSTRUCTOR, Set.of(Meter.CALL_UNREADABLE),
            Fault.TRUNCATED_STRING, Set.of(Meter.CALL_UNREADABLE),
            Fault.OVERSIZED_VECTOR, Set.of(Meter.CALL_UNREADABLE),
            Fault.ZIP_BOMB, Set.of(Meter.CALL_UNREADABLE),
            Fault.FUTURE_ID, Set.of(Meter.PACKET_FROM_THE_FUTURE, Meter.PACKET_MALFORMED),
            Fault.WRONG_SESSION, Set.of(Meter.PACKET_SESSION_WRONG),
            Fault.WRONG_MSG_KEY, Set.of(Meter.PACKET_FORGED),
            Fault.GARBAGE, Set.of(Meter.PACKET_KEY_WRONG),
            Fault.REPLAY, Set.of(Meter.PACKET_REPLAYED),
            Fault.SPLIT, Set.of());

    @TempDir
    Path folder;

    private final Chance chance = new Chance();
    private final CrowdCalls calls = new CrowdCalls();

    @Test
    @Tag("check")
    void five_thousand_accounts_hear_and_say_everything_once_through_cuts_a_restart_and_malformed_packets()
            throws Exception {
        live(1, SHORT_ROUND);
    }

    @Test
    @Tag("soak")
    void five_thousand_accounts_do_so_for_ten_minutes_and_nothing_grows() throws Exception {
        live(10, ROUND);
    }

    private void live(int rounds, Duration length) throws Exception {
        requireFiles();
        int threads = threads();
        try (var home = new Home(folder)) {
            TelegramProcess telegram = TelegramProcess.start(home, PEOPLE);
            try (var crowd = new TelegramCrowd(telegram, PEOPLE)) {
                crowd.connect();
                long heap = Heap.kept();
                Thread.sleep(IDLE.toMillis());
                assertThat(crowd.lost())
                        .as("connections lost by those who do nothing")
                        .isZero();
                for (int round = 0; round < rounds; round++) {
                    round(telegram, crowd, round, length);
                }
                assertEverythingSaidOnce(telegram, crowd);
                assertThat(telegram.duplicates()).isEmpty();
                int grownThreads = threads() - threads;
                long grown = Heap.kept() - heap;
                log.atInfo()
                        .addKeyValue("calls", calls.made())
                        .addKeyValue("heard", crowd.heard())
                        .addKeyValue("connectionsLost", crowd.lost())
                        .addKeyValue("threads", grownThreads)
                        .addKeyValue("heapBytes", heap)
                        .addKeyValue("grownBytes", grown)
                        .log("the crowd has lived");
                assertThat(grownThreads).isLessThan(THREADS);
                assertThat(grown).isLessThan(GROWTH + calls.made() * REMEMBERED);
            }
        }
    }

    private void round(TelegramProcess telegram, TelegramCrowd crowd, int round, Duration length) throws Exception {
        long end = System.nanoTime() + length.toNanos();
        telegram.presenceRate(PUSHES_A_SECOND);
        long trickle = calls.trickle(crowd.vertx(), chance, crowd.members(), CALLS_A_SECOND);
        try {
            Thread.sleep(CALM.toMillis());
            assertThat(calls.newFailures()).isEmpty();
            rotateSalts(telegram, crowd);
            cut(telegram, crowd.some(round, CUT), crowd);
            attack(telegram, crowd.some(round, ATTACKED), crowd);
            assertEverythingHeard(telegram, crowd);
            restart(telegram, crowd);
            telegram.presenceRate(PUSHES_A_SECOND);
            Thread.sleep(Math.max(0, Duration.ofNanos(end - System.nanoTime()).toMillis()));
        } finally {
            crowd.vertx().cancelTimer(trickle);
        }
        assertEverythingHeard(telegram, crowd);
        Wait.until("every call is over", PATIENCE, () -> calls.underWay() == 0);
        assertThat(calls.newFailures()).isEmpty();
    }

    /** All find out at once. */
    private void rotateSalts(TelegramProcess telegram, TelegramCrowd crowd) throws Exception {
        long corrected = crowd.count(Meter.SALT_CORRECTED);
        telegram.rotateSalts();
        over(crowd.members().stream().map(calls::make).toList());
        assertThat(crowd.count(Meter.SALT_CORRECTED) - corrected).isGreaterThanOrEqualTo(PEOPLE);
        assertThat(calls.newFailures()).isEmpty();
    }

    /** Each with a call that is on its way. */
    private void cut(TelegramProcess telegram, List<CrowdMember> some, TelegramCrowd crowd) throws Exception {
        int lost = crowd.lost();
        var made = new ArrayList<Future<Void>>();
        for (CrowdMember each : some) {
            telegram.fault(each.number(), Fault.RESET);
            made.add(calls.make(each));
        }
        over(made);
        crowd.awaitAllActive();
        assertThat(crowd.lost() - lost).isEqualTo(some.size());
        assertThat(calls.newFailures()).isEmpty();
    }

    private void attack(TelegramProcess telegram, List<CrowdMember> attacked, TelegramCrowd crowd) throws Exception {
        int[] lost = crowd.lostByEach();
        Map<Fault, Long> counted = attacksCounted(crowd);
        List<Fault> attacks = List.copyOf(ATTACKS.keySet());
        var made = new ArrayList<Future<Void>>();
        for (int i = 0; i < attacked.size(); i++) {
            telegram.fault(attacked.get(i).number(), attacks.get(i % attacks.size()));
            for (int call = 0; call < CALLS_UNDER_ATTACK; call++) {
                made.add(calls.make(attacked.get(i)));
            }
        }
        over(made);
        crowd.awaitAllActive();
        // What was not carried out is meant for connections that are gone, whose ports others may get.
        telegram.reset();

        assertThat(calls.newFailures())
                .allSatisfy(failed -> assertThat(failed.cause()).isInstanceOf(CallFailure.Unreadable.class))
                .extracting(CrowdCalls.Failed::who)
                .allMatch(attacked::contains);
        assertThat(crowd.members().stream().filter(each -> each.lost() != lost[each.number()]))
                .as("whose connections ended")
                .isNotEmpty()
                .allMatch(attacked::contains);
        assertThat(attacksCounted(crowd))
                .allSatisfy((fault, count) -> assertThat(count - counted.get(fault))
                        .as("%s", fault)
                        .isGreaterThanOrEqualTo(ATTACKS.get(fault).isEmpty() ? 0 : attacked.size() / attacks.size()));
    }

    private static Map<Fault, Long> attacksCounted(TelegramCrowd crowd) {
        return ATTACKS.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        each -> each.getValue().stream().mapToLong(crowd::count).sum()));
    }

    /** Everybody comes back in the order of the ramp, to a server that has forgotten all but their keys. */
    private void restart(TelegramProcess telegram, TelegramCrowd crowd) throws Exception {
        int[] lost = crowd.lostByEach();
        telegram.restart();
        Wait.until(
                "all have noticed",
                PATIENCE,
                () -> crowd.members().stream().allMatch(each -> each.lost() > lost[each.number()]));
        crowd.awaitAllActive();
        over(crowd.members().stream().map(calls::make).toList());
        assertThat(calls.newFailures()).isEmpty();
        // Who was so quick that the closing server's kernel took the connection has lost another one.
        assertThat(crowd.members()).allMatch(each -> each.lost() <= lost[each.number()] + 2);
    }

    private static void over(List<Future<Void>> made) throws Exception {
        Wait.until("every call is over", PATIENCE, () -> made.stream().allMatch(Future::isComplete));
    }

    /**
     * Exactly as much as was told: a push is kept until it is acknowledged, and comes again on the next connection. No more
     * is told afterwards.
     */
    private static void assertEverythingHeard(TelegramProcess telegram, TelegramCrowd crowd) throws Exception {
        telegram.presenceRate(0);
        Wait.until("as much is heard as was told", PATIENCE, () -> crowd.heard() == telegram.presenceTold());
        assertThat(crowd.heard()).isPositive();
    }

    /** By the stand-in's word, and by what each finds in its own history. */
    private static void assertEverythingSaidOnce(TelegramProcess telegram, TelegramCrowd crowd) throws Exception {
        List<JsonObject> executions = telegram.executions();
        Set<Long> executed = executions.stream()
                .map(each -> Long.valueOf(each.getString("random_id")))
                .collect(Collectors.toSet());
        assertThat(executed).hasSameSizeAs(executions);
        assertThat(telegram.executions("messages.sendMessage")).isEqualTo(executed.size());
        var found = new HashSet<Long>();
        for (CrowdMember each : crowd.members()) {
            List<Long> own = Wait.on(each.reads());
            assertThat(own).doesNotHaveDuplicates().containsAll(each.said());
            assertThat(each.tried()).containsAll(own);
            found.addAll(own);
        }
        assertThat(found).isEqualTo(executed);
    }

    private static int threads() {
        return ManagementFactory.getThreadMXBean().getThreadCount();
    }

    private static void requireFiles() {
        var system = (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        assertThat(system.getMaxFileDescriptorCount())
                .as(
                        "%d sessions need %d open files in each process: raise the limit (ulimit -n)",
                        PEOPLE, PEOPLE + OTHER_FILES)
                .isGreaterThanOrEqualTo(PEOPLE + OTHER_FILES);
    }
}

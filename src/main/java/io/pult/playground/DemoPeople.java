package io.pult.playground;

import io.pult.mtproto.format.Format;
import io.pult.mtproto.format.ImportedSession;
import io.pult.mtproto.format.SessionStrings;
import io.pult.playground.telegram.Account;
import io.pult.playground.telegram.AccountSpec;
import io.pult.playground.telegram.Order;
import io.pult.playground.telegram.TelegramStandIn;
import io.pult.playground.telegram.World;
import io.pult.playground.telegram.dc.ScaleKeys;
import java.util.ArrayList;
import java.util.List;

/**
 * The people of the stand-in of Telegram, the same at each start: who lives in which data centre, which keys are signed in,
 * and who has troubles. Their keys are known to everybody, and good for nothing but a stand-in on this machine.
 */
final class DemoPeople {
    static final int SIGNED_IN = 200;
    /** Under which application all of them signed in. */
    static final int API_ID = 17;

    private static final List<String> FIRST = List.of(
            "Anna", "Boris", "Clara", "David", "Elena", "Felix", "Greta", "Hugo", "Irina", "Jonas", "Katja", "Leo",
            "Maria", "Nils", "Olga", "Pavel", "Rosa", "Simon", "Tanja", "Viktor");
    private static final List<String> LAST =
            List.of("Adler", "Berg", "Castell", "Dorn", "Eklund", "Frost", "Gromov", "Holm", "Ivanov", "Jansen");
    /** Of the persons of each workspace who are not simply signed in. */
    private static final int BANNED = 3;

    private static final int FROZEN = 5;
    private static final int LOST = 7;
    private static final int PAUSED = 9;
    private static final List<Integer> FLOODED = List.of(11, 13, 15);
    /** Whoever is not signed in, and gets codes. */
    private static final int NEW = SIGNED_IN;

    private static final int WITH_PASSWORD = SIGNED_IN + 1;
    private static final String PASSWORD = "stand-in";

    private final TelegramStandIn standIn;
    private final List<Account> all = new ArrayList<>();

    private DemoPeople(TelegramStandIn standIn) {
        this.standIn = standIn;
    }

    static DemoPeople settle(TelegramStandIn standIn) {
        var people = new DemoPeople(standIn);
        for (int number = 0; number < SIGNED_IN; number++) {
            people.signIn(number);
        }
        World world = standIn.world();
        for (int number = 0; number < SIGNED_IN; number++) {
            for (int next = 1; next <= 5; next++) {
                world.knows(people.all.get(number), people.all.get((number + next) % SIGNED_IN));
            }
        }
        world.add(AccountSpec.of(phone(NEW)).named("Nora", "Newcomer"));
        world.stands(people.all.get(BANNED), Account.Standing.BANNED);
        world.stands(people.all.get(FROZEN), Account.Standing.FROZEN);
        for (int number : FLOODED) {
            world.order(
                    new Order(
                            "contacts.resolveUsername",
                            people.all.get(number).phone(),
                            new Order.Effect.Refused(420, "FLOOD_WAIT_3600")),
                    1);
        }
        return people;
    }

    /** The last one to come. Computes for a third of a second. */
    static void settleCautious(World world) {
        world.add(AccountSpec.of(phone(WITH_PASSWORD)).named("Paul", "Cautious").withPassword(PASSWORD));
    }

    private void signIn(int number) {
        World world = standIn.world();
        int home = home(number);
        Account account = world.add(AccountSpec.of(phone(number))
                .named(FIRST.get(number % FIRST.size()), LAST.get(number / FIRST.size()))
                .withUsername("demo_" + number)
                .at(home));
        all.add(account);
        if (number != LOST) {
            standIn.dataCentre(home).authKeys().put(ScaleKeys.key(number));
            world.authorise(ScaleKeys.key(number).id(), home, account);
        }
    }

    Account get(int number) {
        return all.get(number);
    }

    /** As an import takes it. */
    String session(int number) {
        return SessionStrings.write(
                Format.PYROGRAM,
                new ImportedSession(
                        "",
                        home(number),
                        false,
                        ScaleKeys.key(number),
                        API_ID,
                        all.get(number).id(),
                        false,
                        null));
    }

    static String name(int number) {
        return FIRST.get(number % FIRST.size()) + " " + LAST.get(number / FIRST.size());
    }

    private static int home(int number) {
        return 1 + number % 2;
    }

    /** Digits alone. */
    private static String phone(int number) {
        return "8880%07d".formatted(number);
    }

    static List<String> flooded() {
        return FLOODED.stream().map(DemoPeople::name).toList();
    }

    static String frozen() {
        return name(FROZEN);
    }

    static String paused() {
        return name(PAUSED);
    }

    static String banned() {
        return name(BANNED);
    }

    static String lost() {
        return name(LOST);
    }

    static String newcomer() {
        return phone(NEW);
    }

    static String cautious() {
        return phone(WITH_PASSWORD);
    }

    static String password() {
        return PASSWORD;
    }
}

package io.pult.playground.telegram;

import io.pult.playground.telegram.dc.ScaleKeys;
import java.util.ArrayList;
import java.util.List;

/** Accounts that are signed in from the beginning, for load: with keys that everybody knows. */
final class Crowd {
    private static final int HOME = 2;

    private Crowd() {}

    /** @param contacts of each: those who come after it, in a ring */
    static List<Account> gather(World world, int people, int contacts) {
        var crowd = new ArrayList<Account>(people);
        for (int i = 0; i < people; i++) {
            Account each = world.add(AccountSpec.of("8880%07d".formatted(i)).named("Person", "" + i));
            world.authorise(ScaleKeys.key(i).id(), HOME, each);
            crowd.add(each);
        }
        for (int i = 0; i < people; i++) {
            for (int j = 1; j <= contacts; j++) {
                world.knows(crowd.get(i), crowd.get((i + j) % people));
            }
        }
        return crowd;
    }
}

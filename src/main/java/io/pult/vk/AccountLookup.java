package io.pult.vk;

import io.pult.bus.Bus;
import io.pult.bus.Call;
import io.pult.contract.vk.SystemAccount;
import io.pult.contract.vk.SystemAccount.Kind;
import io.pult.contract.vk.SystemAccountOps;
import io.pult.contract.vk.SystemAccountOps.Changed;
import io.pult.infra.Pg;
import io.pult.infra.Role;
import io.pult.vk.AccountLinkStore.Told;
import io.pult.vk.SystemAccountStore.Stored;
import io.pult.vk.VkProfiles.Answers;
import io.pult.vk.VkProfiles.Profile;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks VK about accounts that were added without asking: whose a name is, and what its owner is called. Runs once in the
 * cluster, now and then and when a token appears.
 */
final class AccountLookup {
    private static final int AT_ONCE = VkProfiles.USERS_AT_ONCE;
    private static final int ROUNDS = 20;
    /** Each announcement makes every node look at the account. */
    private static final int ANNOUNCED = 200;

    private final Pg pg;
    private final Bus bus;
    private final VkProfiles profiles;
    private final Role role;
    private final Supplier<Call> calls;

    /** @param calls each with the time for one round */
    AccountLookup(Pg pg, Bus bus, VkProfiles profiles, Role role, Supplier<Call> calls) {
        this.pg = pg;
        this.bus = bus;
        this.profiles = profiles;
        this.role = role;
        this.calls = calls;
    }

    Future<Void> run() {
        return round(1);
    }

    private Future<Void> round(int number) {
        if (!role.held() || number > ROUNDS) {
            return Future.succeededFuture();
        }
        return new AccountLinkStore(pg).waiting(AT_ONCE).compose(rows -> {
            if (rows.isEmpty()) {
                return Future.succeededFuture();
            }
            return ask(rows, calls.get()).compose(done -> done ? round(number + 1) : Future.succeededFuture());
        });
    }

    /** @return whether VK has answered about any of them */
    private Future<Boolean> ask(List<Stored> rows, Call call) {
        return profiles.users(words(rows, Kind.USER), call)
                .compose(people -> profiles.communities(words(open(rows, people), Kind.COMMUNITY), call)
                        .compose(groups -> write(rows, people, groups)));
    }

    private static List<String> words(List<Stored> rows, Kind kind) {
        return rows.stream()
                .filter(row -> row.account().kind() == kind || row.kindOpen())
                .map(AccountLookup::word)
                .toList();
    }

    /** Those that have not turned out to be people. */
    private static List<Stored> open(List<Stored> rows, Answers people) {
        return rows.stream()
                .filter(row -> row.account().kind() == Kind.COMMUNITY
                        || (people.knows(word(row)) && people.find(word(row)) == null))
                .toList();
    }

    private static String word(Stored row) {
        SystemAccount account = row.account();
        return account.vkUserId() != null ? account.vkUserId().toString() : String.valueOf(account.screenName());
    }

    private Future<Boolean> write(List<Stored> rows, Answers people, Answers groups) {
        var told = new ArrayList<Told>();
        var unknown = new ArrayList<UUID>();
        for (Stored row : rows) {
            Profile profile = profile(row, people, groups);
            if (profile != null) {
                told.add(new Told(row.account().id(), profile));
            } else if (answered(row, people, groups)) {
                unknown.add(row.account().id());
            }
        }
        if (told.isEmpty() && unknown.isEmpty()) {
            return Future.succeededFuture(false);
        }
        return pg.tx(tx -> {
                    var store = new AccountLinkStore(tx);
                    return store.lock()
                            .compose(locked -> store.merge(told))
                            .compose(merged -> store.fill(told)
                                    .compose(filled ->
                                            store.unknown(unknown).map(left -> changes(merged, filled, left))));
                })
                .map(changes -> {
                    changes.forEach(change -> bus.publish(SystemAccountOps.CHANGED, change));
                    return true;
                });
    }

    private static @Nullable Profile profile(Stored row, Answers people, Answers groups) {
        String word = word(row);
        boolean community = row.account().kind() == Kind.COMMUNITY;
        Profile user = community ? null : people.find(word);
        return user != null || !(community || row.kindOpen()) ? user : groups.find(word);
    }

    private static boolean answered(Stored row, Answers people, Answers groups) {
        String word = word(row);
        boolean community = row.account().kind() == Kind.COMMUNITY;
        return (community || people.knows(word)) && (!(community || row.kindOpen()) || groups.knows(word));
    }

    /** What has a token is in the memory of the nodes, which have to hear of it however many there are. */
    private static List<Changed> changes(List<Stored> merged, List<Stored> filled, List<Stored> unknown) {
        var changes = new ArrayList<Changed>();
        merged.forEach(row -> changes.add(new Changed(row.account().id(), null)));
        boolean few = merged.size() + filled.size() + unknown.size() <= ANNOUNCED;
        for (List<Stored> rows : List.of(filled, unknown)) {
            rows.stream()
                    .filter(row -> few || row.envelope() != null)
                    .forEach(row -> changes.add(
                            new Changed(row.account().id(), row.account().status())));
        }
        return changes;
    }
}

package io.pult.vk;

import io.pult.bus.Bus;
import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.bus.Json;
import io.pult.contract.vk.SystemAccount.Kind;
import io.pult.contract.vk.VkCallOps;
import io.pult.contract.vk.VkCallOps.VkAnswer;
import io.pult.contract.vk.VkCallOps.VkCall;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks VK through the pool who stands behind ids and screen names, as many at once as VK allows. */
final class VkProfiles {
    private static final Logger log = LoggerFactory.getLogger(VkProfiles.class);

    static final int USERS_AT_ONCE = 1_000;
    static final int COMMUNITIES_AT_ONCE = 500;

    private static final int MAX_NAME = 200;
    /** Of VK, when it knows none of those that were asked for. */
    private static final Set<Integer> NOBODY = Set.of(100, 113, 125);

    private final Bus bus;

    VkProfiles(Bus bus) {
        this.bus = bus;
    }

    /** @param name of the person or the community, never blank but for the nameless */
    record Profile(
            Kind kind, long id, String name, @Nullable String screenName) {}

    /** What has been learned so far: an id or a name that was answered and not found is nobody's. */
    static final class Answers {
        private final Map<String, Profile> found = new HashMap<>();
        private final Set<String> answered = new HashSet<>();

        /** @param word an id as digits, or a screen name */
        @Nullable
        Profile find(String word) {
            return found.get(key(word));
        }

        boolean knows(String word) {
            return answered.contains(key(word));
        }

        private void add(Profile profile) {
            found.put(Long.toString(profile.id), profile);
            if (profile.screenName != null) {
                found.put(key(profile.screenName), profile);
            }
        }

        private static String key(String word) {
            return VkLink.Name.key(word.toLowerCase(Locale.ROOT));
        }
    }

    /**
     * @param words ids and screen names
     * @param call bounds the time; what is not answered by then, or because no token can ask, is not among the answers
     */
    Future<Answers> users(List<String> words, Call call) {
        return walk(Kind.USER, words, 0, call, new Answers());
    }

    /** @param words ids without a sign, and screen names */
    Future<Answers> communities(List<String> words, Call call) {
        return walk(Kind.COMMUNITY, words, 0, call, new Answers());
    }

    private Future<Answers> walk(Kind kind, List<String> words, int from, Call call, Answers into) {
        if (from >= words.size() || call.remaining().compareTo(Duration.ZERO) <= 0) {
            return Future.succeededFuture(into);
        }
        int most = kind == Kind.USER ? USERS_AT_ONCE : COMMUNITIES_AT_ONCE;
        List<String> batch = words.subList(from, Math.min(words.size(), from + most));
        return bus.ask(VkCallOps.CALL, question(kind, batch), call).transform(done -> {
            if ((done.succeeded() && read(kind, done.result(), into)) || nobody(done.cause())) {
                batch.forEach(word -> into.answered.add(Answers.key(word)));
                return walk(kind, words, from + batch.size(), call, into);
            }
            log.atInfo()
                    .addKeyValue("names", words.size() - from)
                    .addKeyValue("reason", String.valueOf(done.cause()))
                    .log("names wait until VK can be asked");
            return Future.succeededFuture(into);
        });
    }

    private static VkCall question(Kind kind, List<String> batch) {
        return kind == Kind.USER
                ? new VkCall(new VkCall.Body("users.get", Map.of("user_ids", batch, "fields", "screen_name")))
                : new VkCall(new VkCall.Body("groups.getById", Map.of("group_ids", batch, "fields", "screen_name")));
    }

    private static boolean nobody(@Nullable Throwable cause) {
        return cause instanceof Failure failure
                && failure.details().get("error_code") instanceof Number code
                && NOBODY.contains(code.intValue());
    }

    private record Person(
            long id,
            @Nullable String firstName,
            @Nullable String lastName,
            @Nullable String screenName) {}

    private record Groups(@Nullable List<Group> groups) {}

    private record Group(
            long id, @Nullable String name, @Nullable String screenName) {}

    private static boolean read(Kind kind, VkAnswer answer, Answers into) {
        try {
            read(kind, answer.response().text()).stream()
                    .map(who -> new Profile(kind, who.id, who.name, chosen(who.screenName)))
                    .forEach(into::add);
            return true;
        } catch (Failure e) {
            return false;
        }
    }

    /**
     * Those in an answer to {@code users.get} or {@code groups.getById}, with the screen names as VK has them.
     *
     * @throws Failure when it is no such answer
     */
    static List<Profile> read(Kind kind, String json) {
        if (kind == Kind.USER) {
            return Arrays.stream(Json.readLeniently(json, Person[].class))
                    .map(person ->
                            new Profile(kind, person.id, name(person.firstName, person.lastName), person.screenName))
                    .toList();
        }
        List<Group> groups = Json.readLeniently(json, Groups.class).groups;
        return groups == null
                ? List.of()
                : groups.stream()
                        .map(group -> new Profile(kind, group.id, name(group.name, null), group.screenName))
                        .toList();
    }

    /** In lower case; absent for those who chose none, whom VK calls {@code id123}. */
    private static @Nullable String chosen(@Nullable String screenName) {
        return screenName != null && VkLink.parse(screenName) instanceof VkLink.Name name ? name.name() : null;
    }

    /** As a label: one line, of a length that a label may have. */
    private static String name(@Nullable String first, @Nullable String last) {
        String name = ((first == null ? "" : first) + " " + (last == null ? "" : last))
                .replace('\0', ' ')
                .strip();
        return name.length() <= MAX_NAME ? name : name.substring(0, MAX_NAME);
    }
}

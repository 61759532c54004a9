package io.pult.vk;

import io.pult.bus.Call;
import io.pult.contract.vk.AccountLinkOps.Reason;
import io.pult.contract.vk.SystemAccount.Kind;
import io.pult.vk.VkProfiles.Answers;
import io.pult.vk.VkProfiles.Profile;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Turns names into ids where VK answers in time. Ids come along for their labels where a question has room for them. */
final class LinkResolver {
    private final VkProfiles profiles;

    LinkResolver(VkProfiles profiles) {
        this.profiles = profiles;
    }

    /** The same targets in the same order; a name that VK was not asked about stays a name. */
    Future<List<LinkTarget>> resolve(List<LinkTarget> targets, Call call) {
        var users = words(targets, Kind.USER, VkProfiles.USERS_AT_ONCE, named -> named.kind() != Kind.COMMUNITY);
        return profiles.users(users, call).compose(people -> {
            var communities = words(
                    targets,
                    Kind.COMMUNITY,
                    VkProfiles.COMMUNITIES_AT_ONCE,
                    named -> named.kind() == Kind.COMMUNITY || (named.kind() == null && nobody(named, people)));
            return profiles.communities(communities, call)
                    .map(groups -> targets.stream()
                            .map(target -> resolved(target, people, groups))
                            .toList());
        });
    }

    private static boolean nobody(LinkTarget.Named named, Answers people) {
        String word = named.name().name();
        return people.knows(word) && people.find(word) == null;
    }

    private static List<String> words(
            List<LinkTarget> targets, Kind kind, int atOnce, Predicate<LinkTarget.Named> asked) {
        Set<String> words = new LinkedHashSet<>();
        Set<String> ids = new LinkedHashSet<>();
        for (LinkTarget target : targets) {
            if (target instanceof LinkTarget.Named named && asked.test(named)) {
                words.add(named.name().name());
            } else if (target instanceof LinkTarget.Owner owner && owner.kind() == kind) {
                ids.add(Long.toString(owner.id()));
            }
        }
        int over = words.size() % atOnce;
        int room = words.isEmpty() ? atOnce : over == 0 ? 0 : atOnce - over;
        add(ids, room, words);
        return new ArrayList<>(words);
    }

    private static void add(Collection<String> from, int most, Collection<String> to) {
        from.stream().limit(most).forEach(to::add);
    }

    private static LinkTarget resolved(LinkTarget target, Answers people, Answers groups) {
        if (target instanceof LinkTarget.Owner owner) {
            Profile profile = switch (owner.kind()) {
                case USER -> people.find(Long.toString(owner.id()));
                case COMMUNITY -> groups.find(Long.toString(owner.id()));
                case SERVICE -> null;
            };
            return profile == null ? owner : owner(profile, null);
        }
        return target instanceof LinkTarget.Named named ? resolved(named, people, groups) : target;
    }

    private static LinkTarget resolved(LinkTarget.Named named, Answers people, Answers groups) {
        String word = named.name().name();
        boolean mayBeUser = named.kind() != Kind.COMMUNITY;
        boolean mayBeCommunity = named.kind() != Kind.USER;
        Profile user = mayBeUser ? people.find(word) : null;
        if (user != null) {
            return owner(user, word);
        }
        Profile community = mayBeCommunity ? groups.find(word) : null;
        if (community != null) {
            return owner(community, word);
        }
        boolean asked = (!mayBeUser || people.knows(word)) && (!mayBeCommunity || groups.knows(word));
        return asked ? new LinkTarget.Invalid(Reason.NOT_FOUND) : named;
    }

    private static LinkTarget owner(Profile profile, @Nullable String name) {
        return new LinkTarget.Owner(
                profile.kind(), profile.id(), name == null ? profile.screenName() : name, profile.name());
    }
}

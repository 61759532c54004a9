package io.pult.vk;

import io.pult.contract.vk.AccountLinkOps;
import io.pult.contract.vk.AccountLinkOps.Line;
import io.pult.contract.vk.AccountLinkOps.Lines;
import io.pult.contract.vk.AccountLinkOps.Reason;
import io.pult.contract.vk.AccountLinkOps.Result;
import io.pult.contract.vk.SystemAccount;
import io.pult.contract.vk.SystemAccount.Kind;
import io.pult.vk.AccountLinkStore.Fresh;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One list of links on its way into the table: what is there is left, what is new is added once, in one statement. */
final class LinkAdding {
    private final List<String> urls;
    private final List<LinkTarget> targets;
    private final Map<LinkTarget.Owner, SystemAccount> owners = new HashMap<>();
    private final Map<String, List<SystemAccount>> names = new HashMap<>();
    /** By what the line stands for: an owner, or the key of a name. */
    private final Map<Object, Fresh> fresh = new LinkedHashMap<>();

    /** @param targets of the urls, in the same order */
    LinkAdding(List<String> urls, List<LinkTarget> targets) {
        this.urls = urls;
        this.targets = targets;
    }

    Future<Lines> run(AccountLinkStore store, boolean dry) {
        return (dry ? Future.succeededFuture() : store.lock())
                .compose(locked -> look(store))
                .compose(looked -> {
                    List<Draft> drafts = draft();
                    return dry || fresh.isEmpty()
                            ? Future.succeededFuture(lines(drafts, Map.of()))
                            : store.insert(new ArrayList<>(fresh.values())).map(added -> lines(drafts, byId(added)));
                });
    }

    private Future<Void> look(AccountLinkStore store) {
        var wanted = new LinkedHashSet<LinkTarget.Owner>();
        var keys = new LinkedHashSet<String>();
        for (LinkTarget target : targets) {
            if (target instanceof LinkTarget.Owner owner) {
                wanted.add(bare(owner));
                if (owner.screenName() != null) {
                    keys.add(VkLink.Name.key(owner.screenName()));
                }
            } else if (target instanceof LinkTarget.Named named) {
                keys.add(named.name().key());
            }
        }
        return store.ofOwners(
                        wanted.stream().map(LinkTarget.Owner::kind).toList(),
                        wanted.stream().map(LinkTarget.Owner::id).toList())
                .compose(found -> {
                    found.forEach(this::know);
                    return store.named(keys);
                })
                .map(found -> {
                    for (SystemAccount account : found) {
                        names.computeIfAbsent(
                                        VkLink.Name.key(String.valueOf(account.screenName())), key -> new ArrayList<>())
                                .add(account);
                    }
                    return null;
                });
    }

    private void know(SystemAccount account) {
        if (account.vkUserId() != null) {
            owners.put(new LinkTarget.Owner(account.kind(), account.vkUserId(), null, null), account);
        }
    }

    private static LinkTarget.Owner bare(LinkTarget.Owner owner) {
        return new LinkTarget.Owner(owner.kind(), owner.id(), null, null);
    }

    /** @param fresh id of the account that the line adds or that an earlier line does */
    private record Draft(
            Result result,
            @Nullable Reason reason,
            @Nullable SystemAccount account,
            @Nullable UUID fresh) {}

    private List<Draft> draft() {
        var drafts = new ArrayList<Draft>(targets.size());
        for (LinkTarget target : targets) {
            if (target instanceof LinkTarget.Invalid invalid) {
                drafts.add(new Draft(Result.INVALID, invalid.reason(), null, null));
                continue;
            }
            SystemAccount known = known(target);
            drafts.add(known == null ? toAdd(target) : new Draft(Result.EXISTS, null, known, null));
        }
        return drafts;
    }

    private @Nullable SystemAccount known(LinkTarget target) {
        if (target instanceof LinkTarget.Owner owner) {
            SystemAccount account = owners.get(bare(owner));
            return account != null || owner.screenName() == null
                    ? account
                    : waiting(owner.kind(), VkLink.Name.key(owner.screenName()));
        }
        var named = (LinkTarget.Named) target;
        return names.getOrDefault(named.name().key(), List.of()).stream()
                .filter(account -> named.kind() == null || account.kind() == named.kind())
                .findFirst()
                .orElse(null);
    }

    /** An account that waits for VK to say whose its name is, which is known by now. */
    private @Nullable SystemAccount waiting(Kind kind, String key) {
        return names.getOrDefault(key, List.of()).stream()
                .filter(account -> account.vkUserId() == null && account.kind() == kind)
                .findFirst()
                .orElse(null);
    }

    private Draft toAdd(LinkTarget target) {
        Object what = target instanceof LinkTarget.Owner owner
                ? bare(owner)
                : ((LinkTarget.Named) target).name().key();
        Fresh earlier = fresh.get(what);
        if (earlier != null) {
            return new Draft(Result.EXISTS, null, null, earlier.id());
        }
        Fresh made = fresh(target);
        fresh.put(what, made);
        return new Draft(Result.ADDED, null, null, made.id());
    }

    private static Fresh fresh(LinkTarget target) {
        UUID id = UUID.randomUUID();
        if (target instanceof LinkTarget.Owner owner) {
            String label = owner.label();
            boolean lookup = label == null && owner.kind() != Kind.SERVICE;
            return new Fresh(
                    id, owner.kind(), owner.id(), label == null ? "" : label, owner.screenName(), false, lookup);
        }
        var named = (LinkTarget.Named) target;
        Kind kind = named.kind();
        return new Fresh(
                id, kind == null ? Kind.USER : kind, null, "", named.name().name(), kind == null, true);
    }

    private static Map<UUID, SystemAccount> byId(List<SystemAccount> added) {
        var byId = new HashMap<UUID, SystemAccount>();
        added.forEach(account -> byId.put(account.id(), account));
        return byId;
    }

    private Lines lines(List<Draft> drafts, Map<UUID, SystemAccount> added) {
        var lines = new ArrayList<Line>(drafts.size());
        for (Draft draft : drafts) {
            String url = urls.get(lines.size());
            SystemAccount account = draft.fresh == null ? draft.account : added.get(draft.fresh);
            lines.add(new Line(lines.size() + 1, shown(url), draft.result, draft.reason, account));
        }
        return new Lines(lines, count(lines, Result.ADDED), count(lines, Result.EXISTS), count(lines, Result.INVALID));
    }

    private static int count(List<Line> lines, Result result) {
        return (int) lines.stream().filter(line -> line.result() == result).count();
    }

    /** Half a character, which a cut can leave, and NUL are in no text that is stored or sent. */
    private static String shown(String url) {
        String cut = url.length() <= AccountLinkOps.MAX_LINK ? url : url.substring(0, AccountLinkOps.MAX_LINK);
        return new String(cut.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8).replace('\0', ' ');
    }
}

package io.pult.vk;

import io.pult.contract.vk.MatrixOps.Cell;
import io.pult.contract.vk.MatrixOps.Row;
import io.pult.contract.vk.MatrixOps.State;
import io.pult.contract.vk.SystemAccount;
import io.pult.contract.vk.SystemAccount.Kind;
import io.pult.contract.vk.SystemAccount.Status;
import io.pult.vk.SystemAccountStore.Stored;
import io.pult.vk.TokenLogCounts.Use;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Puts what the pool knows of a token into words that a person understands. */
final class MatrixRows {
    /** A spared rest explains nothing any more after this. */
    private static final Duration RECENT = Duration.ofMinutes(10);

    private final PoolView view;
    private final List<String> methods;
    private final Set<Use> uses;
    private final Instant now;

    MatrixRows(PoolView view, List<String> methods, Set<Use> uses, Instant now) {
        this.view = view;
        this.methods = methods;
        this.uses = uses;
        this.now = now;
    }

    Row of(Stored stored) {
        SystemAccount account = stored.account();
        boolean usable = stored.envelope() != null && account.status().live();
        PoolView.Member member = usable ? view.members().get(account.id().toString()) : null;
        String why = stored.envelope() == null
                ? "waits for a token"
                : !account.status().live() ? outside(account) : why(account.id().toString(), member);
        return row(account.id(), account.label(), account.kind(), account.status(), member, why);
    }

    Row of(PoolToken environment) {
        PoolView.Member member = view.members().get(environment.member());
        Status status = member == null ? Status.ERROR : Status.ACTIVE;
        return row(null, environment.label(), environment.kind(), status, member, why(environment.member(), member));
    }

    private Row row(
            @Nullable UUID id, String label, Kind kind, Status status, PoolView.@Nullable Member member, String why) {
        String name = id == null ? environmentName() : id.toString();
        Map<String, Cell> cells = new LinkedHashMap<>();
        methods.forEach(method -> cells.put(method, cell(id, name, kind, member, method)));
        return new Row(
                id,
                label,
                kind,
                status,
                member == null ? null : in(member.next()),
                member == null ? null : member.pace().toMillis(),
                why,
                cells);
    }

    private String environmentName() {
        return view.members().keySet().stream()
                .filter(name -> name.startsWith(TokenPool.ENV_PREFIX))
                .findFirst()
                .orElse("");
    }

    private Cell cell(@Nullable UUID id, String name, Kind kind, PoolView.@Nullable Member member, String method) {
        if (!VkMethods.kinds(method).contains(kind)) {
            return new Cell(State.FORBIDDEN, null, null);
        }
        if (member == null) {
            return new Cell(State.OUT, null, null);
        }
        Optional<TokenLock> lock = view.lock(name, method);
        if (lock.isPresent() && lock.get().holds()) {
            TokenLock held = lock.get();
            State state = TokenLock.RIGHTS.contains(held.code()) ? State.FORBIDDEN : State.LOCKED;
            return new Cell(state, in(held.rest()), held.code());
        }
        PoolView.Mark cool = member.cool();
        if (cool != null && cool.ahead()) {
            return new Cell(State.LOCKED, in(cool.until()), cool.code() == 0 ? null : cool.code());
        }
        boolean used = lock.isPresent() || uses.contains(new Use(id, method));
        return new Cell(used ? State.FREE : State.NEVER_USED, null, null);
    }

    private static String outside(SystemAccount account) {
        String status = SystemAccountStore.word(account.status());
        return account.statusReason() == null ? status : status + ": " + account.statusReason();
    }

    private String why(String name, PoolView.@Nullable Member member) {
        if (member == null) {
            return view.thrownOut(name) ? "thrown out, VK refuses it" : "not in the pool yet";
        }
        var reasons = new ArrayList<String>();
        PoolView.Mark cool = member.cool();
        if (cool != null && cool.ahead()) {
            reasons.add("rests until " + in(cool.until()) + (cool.code() == 0 ? "" : ", error " + cool.code()));
        } else if (member.watch() == PoolView.Watch.TRIAL) {
            reasons.add("on trial after a rest, one call at a time until one succeeds");
        }
        if (member.pace().compareTo(member.spacing()) > 0) {
            reasons.add(
                    view.shared()
                            ? "slowed to " + member.pace().toMillis() + " ms, VK refused its pace"
                            : "slowed to " + member.pace().toMillis() + " ms, the node's share while Redis is away");
        }
        PoolView.Mark kept = member.kept();
        if (kept != null && kept.until().plus(RECENT).toMillis() > 0) {
            reasons.add("kept awake at " + in(kept.until()) + " as the last token, error " + kept.code());
        }
        if (reasons.isEmpty()) {
            reasons.add(member.next().toMillis() > 0 ? "reserved until " + in(member.next()) : "free");
        }
        return String.join("; ", reasons);
    }

    private Instant in(Duration duration) {
        return now.plus(duration).truncatedTo(ChronoUnit.MILLIS);
    }
}

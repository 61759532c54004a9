package io.pult.vk;

import io.pult.bus.Call;
import io.pult.contract.vk.SystemAccount.Kind;
import io.pult.contract.vk.VkCallOps.VkAnswer;
import io.pult.contract.vk.VkCallOps.VkCall;
import io.pult.vk.VkCallHandlers.CallTools;
import io.vertx.core.Future;
import io.vertx.core.Timer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Gathers reading calls whose callers allow it, for a few milliseconds or until {@code execute} is full, and sends them
 * off together. Calls that only a user token may make gather apart from those that a community's may make as well.
 * Confined to one context.
 */
final class ReadBatcher {
    /** Of VK. */
    static final int MOST = 25;
    /** Characters of code. VK publishes no limit; this keeps a request small beside its answer. */
    private static final int MOST_CODE = 1 << 16;

    private final CallTools tools;
    private final Map<Set<Kind>, Gathering> gathering = new HashMap<>();

    ReadBatcher(CallTools tools) {
        this.tools = tools;
    }

    private static final class Gathering {
        private final List<BatchMember> members = new ArrayList<>();
        private final Timer end;
        private int length;

        Gathering(Timer end) {
            this.end = end;
        }
    }

    Future<VkAnswer> call(VkCall.Body body, Call call) {
        Map<String, @Nullable Object> params = Objects.requireNonNullElse(body.params(), Map.of());
        Set<Kind> kinds = VkMethods.batchedBy(body.method(), params);
        if (kinds.isEmpty()) {
            return new CallRun(tools, body, call).run();
        }
        var member = new BatchMember(tools, body, call);
        int length = member.script().length();
        if (length > MOST_CODE) {
            member.goAlone();
            return member.answer();
        }
        Gathering open = gathering.get(kinds);
        if (open != null && open.length + length > MOST_CODE) {
            send(kinds, open);
        }
        open = gathering.computeIfAbsent(kinds, this::begin);
        open.members.add(member);
        open.length += length;
        if (open.members.size() == MOST) {
            send(kinds, open);
        }
        return member.answer();
    }

    private Gathering begin(Set<Kind> kinds) {
        var fresh =
                new Gathering(tools.vertx().timer(tools.settings().batchWindow().toMillis(), TimeUnit.MILLISECONDS));
        fresh.end.onSuccess(over -> send(kinds, fresh));
        return fresh;
    }

    private void send(Set<Kind> kinds, Gathering full) {
        gathering.remove(kinds, full);
        full.end.cancel();
        new BatchRun(tools, kinds, full.members).run();
    }
}

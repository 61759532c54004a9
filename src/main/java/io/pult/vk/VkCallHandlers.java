package io.pult.vk;

import io.pult.bus.Bus;
import io.pult.bus.Call;
import io.pult.contract.vk.VkCallOps;
import io.pult.contract.vk.VkCallOps.VkAnswer;
import io.pult.contract.vk.VkCallOps.VkCall;
import io.pult.infra.Idempotency;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;

final class VkCallHandlers {
    private final CallTools tools;
    private final Idempotency idempotency;
    private final ReadBatcher batcher;

    VkCallHandlers(CallTools tools, Idempotency idempotency) {
        this.tools = tools;
        this.idempotency = idempotency;
        this.batcher = new ReadBatcher(tools);
    }

    Future<?> serve(Bus bus) {
        return bus.serve(VkCallOps.CALL, this::call);
    }

    /** What a call on its way needs. */
    record CallTools(
            Vertx vertx,
            VkSettings settings,
            InstantSource clock,
            String node,
            TokenPicker picker,
            TokenPool pool,
            TokenVault vault,
            VkClient client,
            TokenVerdicts verdicts,
            TokenLogWriter log,
            VkErrors errors,
            Captchas captchas) {}

    Future<VkAnswer> call(VkCall request, Call call) {
        return idempotency.onceOutside(
                call,
                VkCallOps.CALL,
                request,
                () -> Boolean.TRUE.equals(request.body().batch())
                        ? batcher.call(request.body(), call)
                        : new CallRun(tools, request.body(), call).run());
    }
}

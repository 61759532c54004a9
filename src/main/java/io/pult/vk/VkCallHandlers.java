package io.pult.vk;

import io.pult.bus.Call;
import io.pult.contract.vk.VkCallOps.VkAnswer;
import io.pult.contract.vk.VkCallOps.VkCall;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;

final class VkCallHandlers {
    private final CallTools tools;

    VkCallHandlers(CallTools tools) {
        this.tools = tools;
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
            TokenLogWriter log) {}

    Future<VkAnswer> call(VkCall request, Call call) {
        return new CallRun(tools, request.body(), call).run();
    }
}

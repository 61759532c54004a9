package io.pult.identity.social;

import io.pult.bus.Failure;
import io.pult.contract.identity.SocialOps.Proof;
import io.pult.contract.identity.SocialProvider;
import java.util.stream.Stream;

/** Of several proofs in one request it would be open which one counts. */
final class OneProof {
    private OneProof() {}

    /** @throws Failure UNPROCESSABLE {@code social.one_proof} */
    static void require(Proof proof, SocialProvider provider) {
        boolean telegram = provider == SocialProvider.TELEGRAM;
        long shown = Stream.of(proof.initData(), proof.widget(), proof.state())
                .filter(each -> each != null)
                .count();
        long back = Stream.of(proof.code(), proof.error())
                .filter(each -> each != null)
                .count();
        boolean foreign = !telegram && (proof.initData() != null || proof.widget() != null);
        if (shown != 1 || foreign || back != (proof.state() == null ? 0 : 1)) {
            throw Failure.unprocessable(
                    "social.one_proof",
                    telegram
                            ? "Exactly one of init_data, widget, and state with code or error has to be there"
                            : "state has to be there, with either code or error");
        }
    }
}

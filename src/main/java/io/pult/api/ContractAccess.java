package io.pult.api;

import io.pult.bus.Access;
import io.pult.bus.Handshake;
import io.pult.bus.Op;
import io.pult.bus.Principal;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Who may ask what over the bus: what the contract says of an operation holds for a JVM client of the bus as well.
 * Internal Ops are for the system alone, except the handshake, whose API key is the proof.
 */
public final class ContractAccess implements Access {
    private final Map<String, Security> security;

    public ContractAccess(Contract contract) {
        security = contract.operations().stream()
                .collect(Collectors.toUnmodifiableMap(Operation::id, Operation::security));
    }

    @Override
    public boolean allows(Op<?, ?> op, Principal principal) {
        if (principal.system()) {
            return true;
        }
        String id = shared(op.id());
        if (op.internal()) {
            return id.equals(Handshake.KNOCK.id());
        }
        Security wanted = security.get(id);
        return wanted != null && wanted.allows(principal);
    }

    /** Without the node that the question is put to. */
    private static String shared(String id) {
        int at = id.indexOf('@');
        return at < 0 ? id : id.substring(0, at);
    }
}

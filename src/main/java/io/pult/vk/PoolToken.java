package io.pult.vk;

import io.pult.contract.vk.SystemAccount.Kind;
import io.pult.contract.vk.SystemAccount.Status;
import io.pult.contract.vk.VkCallOps.Account;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A token as a node holds it in memory, ready for use.
 *
 * @param member its name in the pool
 * @param account absent for the token of the environment
 * @param epoch rises whenever the account gets another token or comes back; what is done under an older one is void
 */
record PoolToken(
        String member, @Nullable UUID account, long epoch, Kind kind, Status status, String label, String token) {

    boolean ofEnvironment() {
        return account == null;
    }

    Account shown() {
        return new Account(account, label);
    }

    @Override
    public String toString() {
        return "PoolToken[" + member + " " + epoch + "]";
    }
}

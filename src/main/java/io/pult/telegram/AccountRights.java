package io.pult.telegram;

import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.bus.MemberRole;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Whose accounts an asker may do what with, after the grants have decided that the operation may be asked at all. */
final class AccountRights {
    private AccountRights() {}

    /**
     * @param workspace of the account; absent: it is the instance's, for administrators alone
     * @throws Failure NOT_FOUND for who may not even see it, as if it did not exist; FORBIDDEN {@code account.forbidden}
     */
    static void require(@Nullable UUID workspace, Call call, MemberRole needed) {
        if (may(workspace, call, needed)) {
            return;
        }
        if (!may(workspace, call, MemberRole.VIEWER)) {
            throw Routing.unknown();
        }
        throw Failure.forbidden(
                "account.forbidden", "This needs the role " + needed.text() + " in the account's workspace");
    }

    static boolean may(@Nullable UUID workspace, Call call, MemberRole needed) {
        return workspace == null
                ? call.principal().inEveryWorkspace()
                : call.principal().mayIn(workspace.toString(), needed);
    }
}

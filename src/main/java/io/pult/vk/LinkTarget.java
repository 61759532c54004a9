package io.pult.vk;

import io.pult.contract.vk.AccountLinkOps.Reason;
import io.pult.contract.vk.SystemAccount.Kind;
import org.jspecify.annotations.Nullable;

/** Whom an account is to be made of, as far as a link says it. */
sealed interface LinkTarget {
    /** @param label what VK calls them; absent while it was not asked */
    record Owner(
            Kind kind,
            long id,
            @Nullable String screenName,
            @Nullable String label) implements LinkTarget {}

    /** @param kind absent: a user or a community, as VK will tell */
    record Named(@Nullable Kind kind, VkLink.Name name) implements LinkTarget {}

    record Invalid(Reason reason) implements LinkTarget {}

    /** @param kind that was asked for; absent: any */
    static LinkTarget of(VkLink link, @Nullable Kind kind) {
        if (link instanceof VkLink.User user) {
            return owner(Kind.USER, user.id(), kind);
        }
        if (link instanceof VkLink.Community community) {
            return owner(Kind.COMMUNITY, community.id(), kind);
        }
        if (link instanceof VkLink.Application application) {
            return owner(Kind.SERVICE, application.id(), kind);
        }
        if (link instanceof VkLink.Name name) {
            return kind == Kind.SERVICE ? new Invalid(Reason.WRONG_KIND) : new Named(kind, name);
        }
        return new Invalid(link instanceof VkLink.Unusable unusable ? unusable.reason() : Reason.NOT_A_PROFILE);
    }

    private static LinkTarget owner(Kind is, long id, @Nullable Kind wanted) {
        return wanted == null || wanted == is ? new Owner(is, id, null, null) : new Invalid(Reason.WRONG_KIND);
    }
}

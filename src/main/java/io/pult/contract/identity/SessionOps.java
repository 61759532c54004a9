package io.pult.contract.identity;

import io.pult.bus.Nothing;
import io.pult.bus.Op;
import io.pult.bus.Page;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Sessions after they were opened: refreshed, listed, ended. */
public final class SessionOps {
    /** @param pultRefresh the cookie of a browser; exactly one of the two is there */
    public record Refresh(@Nullable Body body, @Nullable String pultRefresh) {
        public record Body(String refreshToken) {
            @Override
            public String toString() {
                return "Body[redacted]";
            }
        }

        @Override
        public String toString() {
            return "Refresh[redacted]";
        }
    }

    /** @param refreshCookie empty, which takes the cookie of a browser back */
    public record SignedOut(String refreshCookie) {}

    public record ListSessions(
            @Nullable Integer limit, @Nullable String cursor) {}

    public record End(UUID id) {}

    /** @param ended how many */
    public record Ended(int ended) {}

    /** @param id of the person */
    public record ListOfUser(
            UUID id, @Nullable Integer limit, @Nullable String cursor) {}

    /** @param id of the person */
    public record EndOfUser(UUID id, UUID sessionId) {}

    /** @param id of the person */
    public record EndAllOfUser(UUID id) {}

    /** A refresh that is repeated hands out the same refresh token again, so another node may be asked when one dies. */
    public static final Op<Refresh, SignedIn> REFRESH =
            Op.of("identity.refresh", Refresh.class, SignedIn.class).asIdempotent();

    public static final Op<Nothing, SignedOut> LOG_OUT =
            Op.of("identity.logout", Nothing.class, SignedOut.class).asIdempotent();
    public static final Op<ListSessions, Page<Session>> LIST =
            Op.page("identity.listSessions", ListSessions.class, Session.class);
    public static final Op<End, Nothing> END =
            Op.of("identity.endSession", End.class, Nothing.class).asIdempotent();
    public static final Op<Nothing, Ended> END_OTHERS =
            Op.of("identity.endOtherSessions", Nothing.class, Ended.class).asIdempotent();
    public static final Op<ListOfUser, Page<Session>> LIST_OF_USER =
            Op.page("identity.listUserSessions", ListOfUser.class, Session.class);
    public static final Op<EndOfUser, Nothing> END_OF_USER =
            Op.of("identity.endUserSession", EndOfUser.class, Nothing.class).asIdempotent();
    public static final Op<EndAllOfUser, Ended> END_ALL_OF_USER =
            Op.of("identity.endUserSessions", EndAllOfUser.class, Ended.class).asIdempotent();

    private SessionOps() {}
}

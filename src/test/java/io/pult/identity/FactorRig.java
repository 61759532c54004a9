package io.pult.identity;

import io.pult.bus.Bus;
import io.pult.bus.Call;
import io.pult.bus.Failure;
import io.pult.bus.Op;
import io.pult.bus.Principal;
import io.pult.contract.identity.AuditEntry;
import io.pult.contract.identity.ClientKind;
import io.pult.contract.identity.Role;
import io.pult.contract.identity.SignedIn;
import io.pult.identity.factor.Factors;
import io.pult.identity.factor.PasskeySite;
import io.pult.infra.Outbox;
import io.pult.infra.Pg;
import io.pult.infra.PgSettings;
import io.pult.infra.Secrets;
import io.pult.support.Gate;
import io.pult.support.Wait;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A node that asks for second factors, and people who sign in at it by a first one. */
public final class FactorRig implements AutoCloseable {
    public static final String ORIGIN = "https://pult.example.org";
    public static final PasskeySite SITE = new PasskeySite("pult.example.org", List.of(ORIGIN));

    public final Gate gate;
    public final Secrets secrets = IdentityRig.secrets();

    private final IdentityRig people = new IdentityRig();
    private final IdentityRig.Node node;
    private final Pg pg;
    private final SignIns signIns;
    private final SessionStore strict;

    public FactorRig() throws IOException {
        gate = new Gate(people.database);
        node = people.node(gate.url(), people.redis.toString());
        Vertx vertx =
                node.on(() -> Future.succeededFuture(Vertx.currentContext().owner()));
        pg = Pg.open(vertx, new PgSettings(gate.url(), 1, 4, 1_000, Duration.ofSeconds(10)));
        strict = new SessionStore(pg, true);
        var factors = new Factors(vertx, pg, secrets, new Outbox(), () -> people.now, SITE);
        signIns = new SignIns(node.sessions, factors.secondSteps());
        node.on(() -> factors.serve(node.bus, signIns));
        node.serving();
    }

    public Instant now() {
        return people.now;
    }

    public void later(Duration by) {
        people.later(by);
    }

    public User person(Role... roles) {
        return people.person(roles);
    }

    /** What a first proof is answered with. */
    public SignedIn signIn(User user) {
        return signIn(user, Proof.PASSWORD, ClientKind.API);
    }

    public SignedIn signIn(User user, Proof proof, ClientKind kind) {
        return node.on(() -> signIns.after(user, proof, Client.of(kind, "test device"), IdentityRig.stranger()));
    }

    /** Whoever the tokens belong to now, by the database. */
    public Principal principal(SignedIn tokens) {
        return node.on(() -> node.accessTokens
                        .verify(tokens.accessToken())
                        .compose(claims -> node.store.living(claims.session(), claims.user(), people.now)))
                .orElseThrow(() -> new AssertionError("the session is over"))
                .principal();
    }

    /** The same on a node that wants administrators to have a second factor. */
    public Principal principalWhereRequired(SignedIn tokens) {
        return node.on(() -> node.accessTokens
                        .verify(tokens.accessToken())
                        .compose(claims -> strict.living(claims.session(), claims.user(), people.now)))
                .orElseThrow()
                .principal();
    }

    public boolean lives(SignedIn tokens) {
        return node.on(() -> node.accessTokens
                        .verify(tokens.accessToken())
                        .compose(claims -> node.store.living(claims.session(), claims.user(), people.now)))
                .isPresent();
    }

    public <Q, R> R ask(Op<Q, R> op, Q request, Principal who) {
        return Wait.on(asking(op, request, who));
    }

    public <Q, R> R askAsStranger(Op<Q, R> op, Q request) {
        return Wait.on(asking(op, request));
    }

    public <Q, R> Future<R> asking(Op<Q, R> op, Q request) {
        return node.start(() -> bus().ask(op, request, IdentityRig.stranger()));
    }

    public <Q, R> Future<R> asking(Op<Q, R> op, Q request, Principal who) {
        return node.start(() -> bus().ask(op, request, Call.by(who, Duration.ofSeconds(20))));
    }

    public <Q> Failure refusal(Op<Q, ?> op, Q request, Principal who) {
        return (Failure) Wait.failureOf(asking(op, request, who));
    }

    public <Q> Failure refusal(Op<Q, ?> op, Q request) {
        return (Failure) Wait.failureOf(asking(op, request));
    }

    private Bus bus() {
        return node.bus;
    }

    public List<AuditEntry> audit(String action, User about) {
        return people.audit(action).stream()
                .filter(entry -> about.subject().equals(entry.object()))
                .toList();
    }

    public void sql(String sql, Object... arguments) {
        people.sql(sql, arguments);
    }

    public long count(String sql, Object... arguments) {
        return people.count(sql, arguments);
    }

    public String text(String sql, Object... arguments) {
        return people.row(sql, arguments).getString(0);
    }

    /** That everybody who remembers this person was told to ask anew. */
    public long revocations(User user) {
        return count("SELECT count(*) FROM revocation WHERE token_hash = $1", RevocationStore.user(user.id()));
    }

    @Override
    public void close() {
        people.close();
        try {
            gate.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}

package io.pult.arch;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.pult.infra.Ticker;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** What may see what. A rule that has to be broken is changed here, where everybody sees it. */
class ArchitectureTest {
    /** Whom each concern may ask, besides itself; anyone may ask identity and jobs. Asks go down only. */
    private static final Map<String, Set<String>> ASKS = Map.of(
            "api", Set.of("vk", "telegram", "tracker", "bots", "hosts", "vpn"),
            "identity", Set.of(),
            "jobs", Set.of(),
            "telegram", Set.of("notify"),
            "vk", Set.of("notify"));

    private static final List<String> OPEN_TO_ALL = List.of("identity", "jobs", "api");

    /** Synchronous on purpose: they run in main or in a shutdown hook. */
    private static final DescribedPredicate<JavaClass> BLOCKS_BY_DESIGN = DescribedPredicate.describe(
            "run outside event loops by design",
            type -> type.getSimpleName().startsWith("Embedded")
                    || type.getSimpleName().startsWith("Folder")
                    || type.getSimpleName().equals("TarXz")
                    || type.getPackageName().equals("io.pult")
                    || type.getPackageName().equals("io.pult.playground"));

    /** Locks that no holder waits under. */
    private static final List<String> HELD_FOR_MICROSECONDS = List.of(
            // The manager's own methods are synchronized and run on threads of Hazelcast.
            "io.pult.bus.Cluster.member",
            // One ramp a node, asked by each of its loops before a connection.
            "io.pult.mtproto.session.ConnectRamp.",
            // One world behind two data centres, each with connections on several loops.
            "io.pult.playground.telegram.");

    private static final JavaClasses CODE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.pult");

    @Test
    void a_concern_sees_no_other_concern() {
        for (String concern : ASKS.keySet()) {
            noClasses()
                    .that()
                    .resideInAPackage("io.pult." + concern + "..")
                    .should()
                    .dependOnClassesThat(resideInAPackage("io.pult..")
                            .and(not(resideInAnyPackage(
                                    "io.pult." + concern + "..",
                                    // A library, and telegram alone has a use for it.
                                    concern.equals("telegram") ? "io.pult.mtproto.." : "io.pult.bus..",
                                    "io.pult.bus..",
                                    "io.pult.contract..",
                                    "io.pult.infra.."))))
                    .check(CODE);
        }
    }

    @Test
    void every_concern_is_known_to_these_rules() {
        Set<String> known = new TreeSet<>(ASKS.keySet());
        known.addAll(List.of("bus", "contract", "infra", "playground", "mtproto"));

        Set<String> packages = CODE.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> name.startsWith("io.pult."))
                .map(name -> name.split("\\.")[2])
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(known).containsAll(packages);
    }

    @Test
    void asks_go_down_only() {
        ASKS.forEach((concern, below) -> {
            var allowed = new TreeSet<String>(below);
            allowed.add(concern);
            allowed.addAll(OPEN_TO_ALL);
            String[] packages = allowed.stream()
                    .map(name -> "io.pult.contract." + name + "..")
                    .toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage("io.pult." + concern + "..")
                    .should()
                    .dependOnClassesThat(resideInAPackage("io.pult.contract..").and(not(resideInAnyPackage(packages))))
                    .check(CODE);
        });
    }

    @Test
    void nobody_sees_the_event_bus_or_hazelcast_but_the_bus_and_the_node() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.pult.bus..", "io.pult")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vertx.core.eventbus..", "com.hazelcast..", "io.vertx.spi.cluster..")
                .check(CODE);
    }

    @Test
    void the_bus_sees_nothing_of_ours() {
        noClasses()
                .that()
                .resideInAPackage("io.pult.bus..")
                .should()
                .dependOnClassesThat(resideInAPackage("io.pult..").and(not(resideInAPackage("io.pult.bus.."))))
                .check(CODE);
    }

    @Test
    void a_contract_sees_the_bus_java_and_annotations() {
        classes()
                .that()
                .resideInAPackage("io.pult.contract..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "io.pult.contract..",
                        "io.pult.bus..",
                        "java..",
                        "org.jspecify.annotations..",
                        "com.fasterxml.jackson.annotation..",
                        "com.fasterxml.jackson.databind..")
                .check(CODE);
    }

    @Test
    void mtproto_sees_vertx_core_and_netty_and_nothing_of_ours() {
        classes()
                .that()
                .resideInAPackage("io.pult.mtproto..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "io.pult.mtproto..",
                        "io.vertx.core..",
                        "io.netty..",
                        "java..",
                        "javax.crypto..",
                        "org.jspecify.annotations..")
                .check(CODE);
    }

    @Test
    void infra_sees_no_contract_and_no_concern() {
        noClasses()
                .that()
                .resideInAPackage("io.pult.infra..")
                .should()
                .dependOnClassesThat(
                        resideInAPackage("io.pult..").and(not(resideInAnyPackage("io.pult.infra..", "io.pult.bus.."))))
                .check(CODE);
    }

    @Test
    void nobody_sees_the_playground_but_the_program() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.pult.playground..", "io.pult")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.pult.playground..")
                .check(CODE);
    }

    @Test
    void nothing_waits_on_an_event_loop() {
        noClasses()
                .that(not(BLOCKS_BY_DESIGN))
                .should()
                .callMethodWhere(DescribedPredicate.describe("blocks", ArchitectureTest::blocks))
                .check(CODE);
        List<String> locks = CODE.stream()
                .filter(not(BLOCKS_BY_DESIGN))
                .flatMap(type -> type.getMethods().stream())
                .filter(method -> method.getModifiers().contains(JavaModifier.SYNCHRONIZED))
                .map(method -> method.getFullName())
                .toList();
        assertThat(locks).allMatch(name -> HELD_FOR_MICROSECONDS.stream().anyMatch(name::startsWith));
    }

    @Test
    void timers_go_through_the_ticker() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.pult.bus..")
                .and()
                .doNotBelongToAnyOf(Ticker.class)
                .and()
                // It has to come back when no verticle's ticker runs any more, and stops with its own close().
                .doNotHaveSimpleName("Redis")
                .and()
                // A library without the ticker: one sweep a loop, which its close() cancels.
                .doNotHaveFullyQualifiedName("io.pult.mtproto.session.SessionLoop")
                .should()
                .callMethod(Vertx.class, "setTimer", long.class, io.vertx.core.Handler.class)
                .orShould()
                .callMethod(Vertx.class, "setPeriodic", long.class, io.vertx.core.Handler.class)
                .check(CODE);
    }

    @Test
    void every_package_says_what_may_be_null() {
        List<String> unmarked = CODE.stream()
                .map(JavaClass::getPackage)
                .distinct()
                .filter(box -> box.getClasses().stream()
                        .anyMatch(type -> !type.getSimpleName().equals("package-info")))
                .filter(box -> !box.isAnnotatedWith(NullMarked.class))
                .map(box -> box.getName())
                .toList();

        assertThat(unmarked).allMatch(name -> name.isEmpty() || !name.startsWith("io.pult.") || isFolder(name));
    }

    /** A package that only holds packages. */
    private static boolean isFolder(String name) {
        return CODE.stream().noneMatch(type -> type.getPackageName().equals(name));
    }

    private static boolean blocks(JavaMethodCall call) {
        String owner = call.getTargetOwner().getFullName();
        String name = call.getTarget().getName();
        return (owner.equals(Future.class.getName()) && name.equals("await"))
                || (owner.equals(Thread.class.getName()) && (name.equals("sleep") || name.equals("join")))
                || (owner.equals("java.util.concurrent.CompletableFuture")
                        && (name.equals("join") || name.equals("get")))
                || (owner.equals("java.util.concurrent.CountDownLatch") && name.equals("await"))
                || (owner.equals(Object.class.getName()) && name.equals("wait"));
    }
}

# The names that people and scripts use. `make play` is the place to start.
MVN  ?= mvn -B -q -ntp
JAVA ?= java
JAR  := target/pult.jar
CDS  := target/pult.jsa

# What the jar is made of: make compares times, so that nothing is built, and no Maven started, when nothing changed.
SOURCES := pom.xml cluster.xml $(shell find src/main conf -type f -not -path '*/node_modules/*')

.PHONY: play stores build test check browser soak bench tl format clean worker beat run stop restart rebuild full-clean

play: $(JAR) $(CDS)
	@exec $(JAVA) -XX:SharedArchiveFile=$(CDS) -Xshare:auto $(PULT_JAVA_OPTS) -jar $(JAR) play --demo-traffic

stores: $(JAR)
	@exec $(JAVA) $(PULT_JAVA_OPTS) -jar $(JAR) stores

build: $(JAR)

$(JAR): $(SOURCES)
	$(MVN) package -Dmaven.test.skip=true -Dweb.test.skip=true -Dspotless.check.skip=true
	@touch $@

# An archive of the classes that a start loads: the next start maps them instead of parsing them.
$(CDS): $(JAR)
	@echo "preparing a faster start (once a build)"
	@rm -rf target/cds-data && PULT_DATA_DIR=target/cds-data PULT_HTTP_PORT=0 PULT_MANAGEMENT_PORT=0 \
		$(JAVA) -XX:ArchiveClassesAtExit=$@ -jar $(JAR) play --once > target/cds.log 2>&1 || { cat target/cds.log; rm -f $@; exit 1; }
	@rm -rf target/cds-data

# Unit and integration tests with real stores: at most ten minutes.
test:
	mvn -B -ntp verify

# What needs a browser, an independent peer, a killed process or real minutes: at most thirty minutes. One after the other, as
# some of them need the whole machine.
check:
	mvn -B -ntp verify -Dtest.forks=1 -Dweb.test.skip=true -Dtest.groups=check -Dtest.excludedGroups=soak -Dsurefire.failIfNoSpecifiedTests=false

# The part of `check` that looks at the web app in Chromium, every screen in every look; pictures are then in target/screens.
browser:
	mvn -B -ntp verify -Dtest.forks=1 -Dweb.test.skip=true -Dtest.groups=browser -Dtest.excludedGroups=none -Dsurefire.failIfNoSpecifiedTests=false

# The long chaos.
soak:
	mvn -B -ntp verify -Dtest.forks=1 -Dweb.test.skip=true -Dtest.groups=soak -Dtest.excludedGroups=none

# make bench, or make bench NAME=http
bench: $(JAR)
	$(MVN) test-compile -Dspotless.check.skip=true
	@src/test/bench/run $(NAME)

# Writes src/main/tl/schema.txt anew from the pinned packages; without a change of theirs or of older.txt it changes nothing.
tl:
	cd src/main/tl && npm ci --no-audit --no-fund --ignore-scripts && node renew.mjs

format:
	$(MVN) spotless:apply

worker: $(JAR)
	@exec $(JAVA) $(PULT_JAVA_OPTS) -jar $(JAR) run --concerns tracker,telegram

beat: $(JAR)
	@exec $(JAVA) $(PULT_JAVA_OPTS) -jar $(JAR) run --concerns jobs,notify

clean:
	$(MVN) clean

# The composition of compose.yaml; full-clean removes this project's own containers, images and volumes and no others.
run:
	docker compose up -d --build --wait

stop:
	docker compose stop

restart:
	docker compose restart

rebuild:
	docker compose up -d --build --force-recreate --wait

full-clean:
	docker compose down --volumes --rmi local

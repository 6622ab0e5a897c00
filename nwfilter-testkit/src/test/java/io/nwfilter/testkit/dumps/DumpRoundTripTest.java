package io.nwfilter.testkit.dumps;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.common.collect.ImmutableList;
import io.nwfilter.netfilter.change.Change;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.text.RestoreText;
import io.nwfilter.netfilter.text.SaveText;
import io.nwfilter.testkit.dumps.KernelRoundTrip.Way;
import io.nwfilter.testkit.kernel.NetworkNamespaceExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Dumps of real hosts that are read, written, loaded into a kernel and dumped again are the same.
 */
@ExtendWith(NetworkNamespaceExtension.class)
class DumpRoundTripTest {

  private static final ImmutableList<RealDump> DUMPS = RealDump.all();

  private static final String SAVED = " as save text";
  private static final String RESTORED = " as a change";

  private static final Pattern COUNTED = Pattern.compile("(?m)^\\[\\d+:\\d+] ");
  private static final Pattern POLICY_COUNTERS = Pattern.compile("(?m)^(:.*) \\[\\d+:\\d+]$");

  private static final KernelRoundTrip KERNEL = new KernelRoundTrip();

  @BeforeAll
  static void loadAndDump() {
    for (RealDump dump : DUMPS) {
      Ruleset read = dump.ruleset();
      String change = RestoreText.write(Change.between(Ruleset.empty(dump.family()), read));
      KERNEL.add(dump.name() + SAVED, SaveText.write(read), withCounters(dump));
      KERNEL.add(dump.name() + RESTORED, change, withoutFlush(dump));
    }
    KERNEL.run();
  }

  /** ebtables-restore has no option for counters, and takes none. */
  private static Way withCounters(RealDump dump) {
    boolean bridge = dump.family() == Family.BRIDGE;
    boolean counted = COUNTED.matcher(dump.text()).find();
    return new Way(dump.family(), tool(dump), bridge ? "" : "-c", counted ? "-c" : "");
  }

  private static Way withoutFlush(RealDump dump) {
    return new Way(dump.family(), tool(dump), "--noflush", "");
  }

  /** What the legacy tools have loaded, such as a negated prefix of no bits, not all others do. */
  private static String tool(RealDump dump) {
    return dump.family().tool() + (dump.name().startsWith("dumps/legacy-") ? "-legacy" : "");
  }

  @AfterAll
  static void deleteFiles() {
    KERNEL.close();
  }

  @TestFactory
  Stream<DynamicTest> loadedAsSaveTextTheyAreTheSameAndHaveTheirCounters() {
    return DUMPS.stream()
        .map(
            dump ->
                dynamicTest(
                    dump.name(),
                    () ->
                        assertEquals(
                            tables(dump.text()), tables(KERNEL.dump(dump.name() + SAVED)))));
  }

  @TestFactory
  Stream<DynamicTest> loadedAsAChangeTheyAreTheSame() {
    return DUMPS.stream()
        .map(
            dump ->
                dynamicTest(
                    dump.name(),
                    () ->
                        assertEquals(
                            tables(withoutCounters(dump.text())),
                            tables(withoutCounters(KERNEL.dump(dump.name() + RESTORED))))));
  }

  /** {@return the text of each table, as the legacy tools list tables in another order} */
  private static String tables(String dump) {
    Map<String, List<String>> tables = new TreeMap<>();
    String table = "";
    for (String line : dump.lines().toList()) {
      if (line.startsWith("*")) {
        table = line;
      } else if (!line.startsWith("#")) {
        tables.computeIfAbsent(table, key -> new ArrayList<>()).add(line);
      }
    }
    return tables.entrySet().stream()
        .map(entry -> entry.getKey() + "\n" + String.join("\n", entry.getValue()) + "\n")
        .collect(joining());
  }

  private static String withoutCounters(String dump) {
    return POLICY_COUNTERS.matcher(COUNTED.matcher(dump).replaceAll("")).replaceAll("$1");
  }
}

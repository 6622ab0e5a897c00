package io.nwfilter.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.nwfilter.fuzz.Compilation.Stage;
import io.nwfilter.netfilter.change.Change;
import io.nwfilter.netfilter.change.Edit;
import io.nwfilter.netfilter.ruleset.ChainRule;
import io.nwfilter.netfilter.ruleset.Family;
import io.nwfilter.netfilter.ruleset.Ruleset;
import io.nwfilter.netfilter.text.RestoreText;
import io.nwfilter.netfilter.text.SaveText;
import io.nwfilter.netfilter.text.TextException;
import io.nwfilter.netfilter.text.TextSource;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * What every text of rules goes through: it is read as a dump and as a change, and what was read is
 * written and read again.
 */
final class Rereading {

  /** {@return how far the input gets; whatever is not a {@link TextException} comes out} */
  Stage run(byte[] input) {
    Family family = DumpInputs.family(input);
    Stage asChange = change(family, input);
    Stage asDump = dump(family, input);
    return asDump == Stage.RENDERED ? asDump : asChange;
  }

  private static TextSource source(byte[] input) {
    int start = Math.min(1, input.length);
    return TextSource.stream(new ByteArrayInputStream(input, start, input.length - start), "input");
  }

  private static TextSource source(String written) {
    return TextSource.stream(new ByteArrayInputStream(written.getBytes(UTF_8)), "written");
  }

  private static Stage dump(Family family, byte[] input) {
    Ruleset read;
    try {
      read = SaveText.read(family, source(input));
    } catch (TextException e) {
      return Stage.REFUSED_WHEN_READ;
    }
    String written = SaveText.write(read);
    Ruleset again = SaveText.read(family, source(written));
    require(again.equals(read), "written, it is another ruleset: ", written);
    require(SaveText.write(again).equals(written), "written again, it is another text: ", written);
    require(
        Change.between(read, again).isEmpty(), "written, there is something to change: ", written);
    RestoreText.write(Change.between(Ruleset.empty(family), read));
    return Stage.RENDERED;
  }

  private static Stage change(Family family, byte[] input) {
    Change read;
    try {
      read = RestoreText.read(family, source(input));
    } catch (TextException e) {
      return Stage.REFUSED_WHEN_READ;
    }
    String written = RestoreText.write(read);
    Change again = RestoreText.read(family, source(written));
    require(rules(again).equals(rules(read)), "written, they are other rules: ", written);
    require(
        RestoreText.write(again).equals(written), "written again, it is another text: ", written);
    return Stage.RENDERED;
  }

  private static List<ChainRule> rules(Change change) {
    List<ChainRule> rules = new ArrayList<>();
    for (Edit edit : change.edits()) {
      if (edit instanceof Edit.Append append) {
        rules.addAll(append.rules());
      } else if (edit instanceof Edit.Insert insert) {
        rules.addAll(insert.rules());
      }
    }
    return rules;
  }

  private static void require(boolean holds, String complaint, String written) {
    if (!holds) {
      throw new AssertionError(complaint + written);
    }
  }
}

package io.nwfilter.netfilter.analyze.way;

import io.nwfilter.netfilter.analyze.space.Changes;
import io.nwfilter.netfilter.packet.Field;
import io.nwfilter.netfilter.ruleset.Target;

/** What targets that translate addresses do with packets. */
interface Translating {

  /** Nothing is known of where that is. */
  Translating ANYWHERE =
      (target, changes, packets) -> {
        for (Field field : ChangedFields.of(target)) {
          changes.add(field, packets);
        }
        return packets;
      };

  /**
   * Adds what a target changes.
   *
   * @param target the target
   * @param changes where to add it
   * @param packets the packets that have met its rule
   * @return those of them that go on
   */
  int translate(Target.AddressTranslation target, Changes changes, int packets);
}

#include "simulator/faults/fidelity.hpp"

namespace drydock::simulator {
namespace {

constexpr Fidelity rows[] = {
    {"disconnect", "FaultFidelity.ABrokenConnectionIsMadeAnewAndWhatWasSubscribedToIsSaidAgain",
     ""},
    {"partition", "PathFidelity.WhatIsCutOffArrivesOnceItIsMended", ""},
    {"isolation", "PathFidelity.WhatIsCutOffArrivesOnceItIsMended", ""},
    {"delay", "PathFidelity.WhatIsDelayedComesBehindWhatOthersSayLaterAndNothingOvertakesIt", ""},
    {"jitter", "PathFidelity.WhatJittersComesAnyTimeAndInItsOrder", ""},
    {"bandwidth", "PathFidelity.OverANarrowLineMessagesComeWholeAndInTheirOrderAndOthersPassBy",
     ""},
    {"clog", "PathFidelity.WhatIsCloggedWaitsAndNobodyNotices", ""},
    {"swizzle-clog", "PathFidelity.WhatIsCloggedWaitsAndNobodyNotices", ""},
    {"refused-connection", "FaultFidelity.WhoIsRefusedTriesAgainWithAllItHasToSay", ""},
    {"slow-accept", "PathFidelity.WhoIsAcceptedSlowlyHasAllItSaidHeardBehindWhatOthersSayLater",
     ""},
    {"flap", "FaultFidelity.AConnectionThatFlapsLosesWhoeverKnewItsRouteButNotWhatIsSentAfterwards",
     ""},
    {"half-open", "PathFidelity.OfAHalfOpenConnectionOneEndIsMadeAnewAndTheOtherIsStillThere", ""},
    {"black-hole", "PathFidelity.WhatABlackHoleSwallowsIsGoneAndBothBelieveInTheirConnection", ""},
    {"slow-joiner", "FaultFidelity.ASlowJoinerMissesWhatIsPublishedBeforeItsSubscriptionIsRead",
     ""},
    {"lost-subscription",
     "SubscriptionFidelity.WhatIsSubscribedToChangesWithMessagesAndOutlivesConnections", ""},
    {"publisher-full", "FaultFidelity.AFullPublisherDropsAndGoesOnWhenThereIsRoom", ""},
    {"subscriber-full", "FaultFidelity.AFullSubscriberHearsLaterWhatWaitedAndNothingIsLost", ""},
    {"dealer-full", "FaultFidelity.AFullDealerWouldBlockUntilThereIsRoom", ""},
    {"router-full", "FaultFidelity.AFullRouterDropsItsAnswerAndTakesTheNextWhenThereIsRoom", ""},
    {"lost-reply", "FaultFidelity.AfterALostReplyARequesterIsLockedUntilItIsOpenedAnew", ""},
    {"late-reply", "PathFidelity.ALateReplyHoldsUpWhatFollowsItAndNobodyElse", ""},
    {"duplicate-binder", "FaultFidelity.WhoeverBindsAPathAsWellTakesItOverForThoseThatComeLater",
     ""},
    {"linger-loss", "FaultFidelity.WhoClosesWithoutLingerLosesWhatIsNotThereYet", ""},
    {"handshake-stall", "HandshakePatience.AHandshakeThatTakesTooLongIsDroppedAndTriedAgain", ""},
    {"curve-refusal", "SecurityFidelity.WhoIsRefusedNeverTriesAgain", ""},
    {"zap-absent", "SecurityFidelity.WithoutAnAuthenticatorTheClientTriesForEver", ""},
    {"odd-frame-count", "FaultFidelity.WhatComesAfterTheDelimiterMayBeAnyNumberOfFrames", ""},
    {"odd-delimiter", "FaultFidelity.WithoutADelimiterAQuestionIsDroppedAndTheNextIsHeard", ""},
    {"odd-frame-size",
     "FaultFidelity.ALargeFrameArrivesWholeWithoutALimitAndEndsItsConnectionWithOne", ""},
    {"crash", "FaultFidelity.ACrashLosesWhatWasUnreadAndWhatIsSentMeanwhileReachesTheNext", ""},
    {"stop", "FaultFidelity.WhatWhoStopsHasSaidIsHeardAfterItsEnd", ""},
    {"pause", "PauseFidelity.WhoStandsStillHearsAllOfItLaterAndNobodyNotices", ""},
    {"slow", "SlowFidelity.WhoIsSlowAnswersAllInItsOrderAndOthersGoOnMeanwhile", ""},
    {"flood", "FaultFidelity.AFloodIsHeardInItsOrderBesideWhatOthersSay", ""},
};

}  // namespace

std::span<Fidelity const> fidelity_rows() { return rows; }

}  // namespace drydock::simulator

"""Calls of AWS to the types of resource that they make or change: what a row says of the type is true of the call.

The parameters of a call are called as the properties of the type are, but for the letter that each begins with.

Source: the API references of the services; CloudFormation Template Reference, the types' pages.
"""

from collections.abc import Mapping

_MADE = {
    "AWS::AppRunner::Service": "createservice updateservice",
    "AWS::AppStream::Fleet": "createfleet updatefleet",
    "AWS::AppStream::ImageBuilder": "createimagebuilder",
    "AWS::AutoScaling::AutoScalingGroup": "createautoscalinggroup",
    "AWS::Backup::BackupPlan": "createbackupplan startcopyjob updatebackupplan",
    "AWS::Backup::BackupVault": "putbackupvaultaccesspolicy",
    "AWS::Chatbot::MicrosoftTeamsChannelConfiguration": "createmicrosoftteamschannelconfiguration",
    "AWS::Chatbot::SlackChannelConfiguration": "createslackchannelconfiguration updateslackchannelconfiguration",
    "AWS::Cognito::UserPoolGroup": "creategroup updategroup",
    "AWS::DataSync::LocationS3": "createlocations3 updatelocations3",
    "AWS::Deadline::Fleet": "createfleet updatefleet",
    "AWS::Deadline::Monitor": "createmonitor updatemonitor",
    "AWS::Deadline::Queue": "createqueue updatequeue",
    "AWS::EC2::SpotFleet": "requestspotfleet",
    "AWS::ECS::Service": "createservice updateservice",
    "AWS::ECS::TaskSet": "createtaskset",
    "AWS::EKS::AccessEntry": "associateaccesspolicy createaccessentry",
    "AWS::ElasticBeanstalk::Environment": "createenvironment updateenvironment",
    "AWS::Events::EventBusPolicy": "putpermission",
    "AWS::Events::Rule": "puttargets",
    "AWS::IoT::TopicRule": "createtopicrule replacetopicrule",
    "AWS::LakeFormation::PrincipalPermissions": "grantpermissions",
    "AWS::Lambda::EventInvokeConfig": "putfunctioneventinvokeconfig updatefunctioneventinvokeconfig",
    "AWS::Lambda::EventSourceMapping": "createeventsourcemapping updateeventsourcemapping",
    "AWS::Pipes::Pipe": "createpipe updatepipe",
    "AWS::S3::StorageLens": "putstoragelensconfiguration",
    "AWS::S3Files::FileSystem": "createfilesystem",
    "AWS::Transfer::Server": "createserver updateserver",
    "AWS::Transfer::WebApp": "createwebapp updatewebapp",
}
_WITHIN = {"startcopyjob": ("BackupPlan", "BackupPlanRule", "CopyActions")}
"""Calls to where in the properties that stands which they are told."""
_CALLED = {
    ("AWS::Backup::BackupPlan", "Rules"): "BackupPlanRule",
    ("AWS::Backup::BackupVault", "Policy"): "AccessPolicy",
    ("AWS::EC2::SpotFleet", "SpotFleetRequestConfig"): "SpotFleetRequestConfigData",
}
"""What parameters are called otherwise, in each type."""

MADE_BY: Mapping[str, tuple[str, ...]] = {
    call: tuple(each for each, calls in _MADE.items() if call in calls.split())
    for call in " ".join(_MADE.values()).split()
}
"""Calls, in letters that all spellings have, to the types."""


def said_by(call: str, type_: str, told: object) -> object:
    """What a resource of the type would say that such a call makes, with what it is told."""
    found = _capital(type_, told)
    for each in reversed(_WITHIN.get(call, ())):
        found = {each: found}
    return found


def _capital(type_: str, told: object) -> object:
    if isinstance(told, Mapping):
        named = ((f"{str(key)[:1].upper()}{str(key)[1:]}", each) for key, each in told.items())
        return {_CALLED.get((type_, key), key): _capital(type_, each) for key, each in named}
    return [_capital(type_, each) for each in told] if isinstance(told, list) else told
